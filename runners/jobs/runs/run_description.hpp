#pragma once

#include <engine/core/date.hpp>
#include <engine/core/fiscal_calendar.hpp>
#include <engine/core/period.hpp>
#include <engine/insight/lessons.hpp>
#include <engine/insight/paired.hpp>
#include <engine/scenario/history.hpp>
#include <engine/scenario/scenario.hpp>
#include <runners/jobs/runs/beliefs_and_record.hpp>
#include <runners/jobs/runs/run_input.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// What a driver was assumed to be, and where that comes from.
struct Assumption {
  std::string driver;
  std::string unit;
  std::string text;                     ///< the value as it was written
  std::vector<std::string> provenance;  ///< one line a source, "FY25 Q4 results (2025-02-26)", newest first
  std::string changed{};  ///< how the scenario changes it: "supposed × 0.8 from 2026Q1"; empty where it does not
};

/// What a scenario changes, in words and in figures.
struct ChangeReport {
  /// A driver before and after, in a quarter. Of a belief: as the base learnt it, as it was asked for, as it was
  /// learnt.
  struct Figures {
    std::string driver;
    std::string unit;
    std::optional<FiscalQuarter> quarter;  ///< absent where the driver is the same in all of them
    ValueRange before, after;
    std::optional<ValueRange> learnt;
  };
  ScenarioChange change;
  std::vector<Figures> figures{};
};

/// Where a supposition was held at the bound of a driver's support.
struct LimitReport {
  std::string driver;
  FiscalQuarter quarter;
  std::int64_t paths;
};

/// How far other beliefs moved a metric's median.
struct MovedMetric {
  std::string metric;
  std::string unit;
  Period period;
  MedianChange median;
};

/// How the model meets one figure that it was conditioned on: before it learnt of it, and after.
struct Fit {
  std::string observation;  ///< "data_center FY25Q4", "growth of revenue FY26Q2"
  std::string unit;
  double reported;  ///< or what the record says, of a trend
  double before, after;
  double sigmas;  ///< from before to reported, in errors of prior and observation together
};

/// What a scenario learnt from the quarters that it was conditioned on.
struct Learning {
  std::int64_t members = 0;
  std::vector<Fit> fits;
  std::vector<Lesson> lessons;  ///< the drivers that moved most
};

/// What produced a forecast, apart from its numbers: everything that the reports say about the scenario and the run.
struct RunDescription {
  std::string scenario;  ///< its name
  RunInput input;        ///< what was run
  std::string model;
  Date as_of;
  FiscalQuarter last_reported;
  int quarters = 0;  ///< of the horizon, which starts in the quarter after the last reported
  History history;   ///< reported figures and guidance, by metric
  std::vector<Assumption> assumptions;
  std::map<std::string, std::string> metric_titles;  ///< "gross margin, non-GAAP"; absent: the metric's name in words

  std::map<std::string, std::string> constraints;  ///< metrics of what holds sales back, and its name: "cowos"

  std::vector<std::string> headline;  ///< metrics that are shown first
  std::vector<std::string> brief;     ///< the same, those first that differ most in what they say
  std::vector<ChangeReport> changes;  ///< of the scenario that this one extends
  std::vector<LimitReport> limits;
  std::vector<MovedMetric> moved;     ///< by what this scenario believes otherwise; empty when it believes the same
  std::string age_of_news;            ///< when the as-of date lies beyond all data; not in files, which know no later
  std::vector<std::string> cautions;  ///< what the figures do not say: changes that change nothing, metrics that are
                                      ///< undefined on some paths; among the notes too
  std::vector<std::string> notes;     ///< what was left out
  std::optional<Learning> learning;   ///< absent when nothing was observed
  BeliefsAndRecord beliefs_and_record;

  std::string version;   ///< of the program
  std::string build;     ///< commit and build type
  std::string compiler;  ///< with the flags that decide about bits

  // What may differ between runs that must agree; in the manifest only.
  std::string machine;
  int threads = 0;
  double elapsed_seconds = 0.0;
  std::vector<std::string> arguments;
  std::string scenario_hash;   ///< of the resolved scenario
  std::string summary_digest;  ///< of everything that the run counted

  std::string file() const { return input.file.string(); }
  /// Of which its paths are, "sobol"; empty: draws are independent.
  std::string_view points() const {
    return input.draws == Sampling::Kind::independent ? std::string_view() : name_of(input.draws);
  }
  FiscalQuarter first_quarter() const { return last_reported + 1; }
  FiscalQuarter last_quarter() const { return last_reported + quarters; }
};

}  // namespace wafercast
