#pragma once

#include <engine/language/data/estimate_rows.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace wafercast::language {

/// Leaves out estimates older than the newest one for the same part and day by more than `days`.
void drop_superseded(std::vector<Estimate>& estimates, double days);

/// Adds up estimates of the parts of a whole (Estimate::part). Each estimate of the part that is told of most often
/// becomes one of the whole: the others of its period are added, each with its median. Where another is not known, its
/// ratio to that part at the nearest time at which both are stands in for it; a part of which no time is known with it
/// counts as nothing.
std::vector<Estimate> summed(const std::vector<Estimate>& parts);

/// Multiplies estimates by what further lists of rows, of plain numbers, say of their times.
void multiply_by(Reading& reading, const Node& lists, std::vector<Estimate>& estimates);

/// The estimates of several lists, one after the other, as far as they can be read; in a unit, or each list in its own.
std::vector<Estimate> estimates_of(Reading& reading, const Node& lists, const std::optional<Unit>& in = {});

/// What a table says of times, the newest row of each.
class FiguresOverTime {
 public:
  explicit FiguresOverTime(const std::vector<Estimate>& estimates);

  /// Of the shortest period that holds the day; nothing when none does.
  std::optional<double> of(Date day) const;

  /// The same, else between those before and after, or the nearest of them. Expects that something is known.
  double around(Date day) const;

  bool empty() const { return figures_.empty(); }

 private:
  struct OfPeriod {
    DateRange period;
    Date published;
    double value;
  };
  std::vector<OfPeriod> figures_;  ///< by the middle day of their periods
};

}  // namespace wafercast::language
