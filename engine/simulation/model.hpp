#pragma once

#include <engine/core/units.hpp>
#include <engine/simulation/block.hpp>
#include <engine/simulation/timeline.hpp>
#include <engine/uncertainty/belief.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {

/// An input of a model.
struct DriverSpec {
  std::string name;  ///< "cowos.capacity"
  std::string unit;  ///< the unit in which the model wants it
  Support support;
  std::string meaning;              ///< one sentence for people
  std::optional<double> otherwise;  ///< value when a scenario says nothing; absent: the scenario must say
  bool initial = false;             ///< describes the quarter in which a run starts: another start, another draw
  std::string group{};              ///< what people discuss it under: "supply"; empty: not grouped
  std::string instead{};  ///< what to suppose in its place, where the model reads it before the forecast alone,
                          ///< so that to suppose something of it would change nothing; empty: it may be
};

/// An output of a model.
struct MetricSpec {
  enum class Annual {
    none,   ///< quarters only
    sum,    ///< a year is the sum of its quarters
    last,   ///< a year is its last quarter (stocks)
    ratio,  ///< a year is the sum of `numerator` over the sum of `denominator`
  };

  std::string name;   ///< "gross_margin"
  std::string title;  ///< "gross margin, non-GAAP"
  std::string unit;   ///< "USD", "fraction", "USD/share", "package", …
  double scale;       ///< a power of two near its size (see SeriesKey)
  Annual annual = Annual::none;
  std::string numerator;
  std::string denominator;
  bool growth =
      false;  ///< also report growth on the quarter and on the year before, as name_growth_qoq, name_growth_yoy
  bool detail = false;          ///< bookkeeping that checks and single paths show; the forecast leaves it out
  std::string constraint = {};  ///< "cowos": the metric is the share of a quarter in which that holds sales back
};

/// The drivers of a block of paths: one row a driver and slice (a number that does not change in time has one row for
/// all).
class DriverBlock {
 public:
  DriverBlock(const LaneTable& rows, const std::vector<int>& row_of, int slices)
      : rows_(rows), row_of_(row_of), slices_(slices) {}

  const Lanes& operator()(int driver, int slice) const { return rows_[row(driver, slice)]; }

  /// The rows themselves, at most one a driver and slice, and where one is found.
  const LaneTable& rows() const { return rows_; }
  int row(int driver, int slice) const { return row_of_[static_cast<std::size_t>(driver * slices_ + slice)]; }

 private:
  const LaneTable& rows_;
  const std::vector<int>& row_of_;
  int slices_;
};

/// The metrics of a block of paths: a row a metric and quarter of the horizon, wherever the engine wants them.
class MetricBlock {
 public:
  /// `first_row` points to the row of each metric's first quarter; its later quarters follow.
  explicit MetricBlock(std::vector<Lanes*> first_row) : first_row_(std::move(first_row)) {}

  Lanes& operator()(int metric, int quarter) { return first_row_[static_cast<std::size_t>(metric)][quarter]; }
  const Lanes& operator()(int metric, int quarter) const {
    return first_row_[static_cast<std::size_t>(metric)][quarter];
  }

 private:
  std::vector<Lanes*> first_row_;
};

/// A pure function from a block of driver paths to a block of metric paths. Knows no scenario text, threads or random
/// numbers. Built once; const and shared by all threads afterwards.
class Model {
 public:
  virtual ~Model() = default;

  virtual const std::vector<DriverSpec>& drivers() const = 0;
  virtual const std::vector<MetricSpec>& metrics() const = 0;

  /// What the model put in the place of figures that the history does not have, a line each for people.
  virtual std::vector<std::string> notes() const { return {}; }

  /// Memory for one worker's block, opaque to the engine.
  struct Workspace {
    virtual ~Workspace() = default;
  };
  virtual std::unique_ptr<Workspace> workspace(const Timeline& timeline) const = 0;

  /// Simulates one block. One virtual call a block; allocates nothing.
  virtual void run(const DriverBlock& drivers, const Timeline& timeline, Workspace& workspace,
                   MetricBlock& metrics) const = 0;
};

}  // namespace wafercast
