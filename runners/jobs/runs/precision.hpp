#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/figure.hpp>
#include <runners/jobs/runs/run_request.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wafercast {

struct Plan;
struct Prepared;

/// How sure a forecast has to be, instead of how many paths it is made of.
struct PrecisionGoal {
  double relative = 0.0;           ///< standard error over value
  std::optional<Figure> figure{};  ///< whose; absent: the median of sales in every period
};

/// Reads "0.5%", or "0.5%@revenue[FY28]:p95" of one figure. Throws InputError.
PrecisionGoal read_precision(const std::string& text);

/// How sure a forecast is, by the figure of the goal that is least so.
struct Precision {
  std::string figure;     ///< "p50 of revenue[FY28]"
  double relative = 0.0;  ///< standard error over value
};

/// Throws InputError where the goal's figure is none that a forecast of the plan holds; before anything is drawn.
void check_precision(const PrecisionGoal& goal, const Plan& plan);

/// Throws InputError for a figure that is not forecast, or is no quantile that a forecast holds.
Precision precision_of(const Forecast& forecast, const Prepared& prepared, const PrecisionGoal& goal);

/// Paths of the attempt that comes first.
inline constexpr std::int64_t trial_paths = 16'384;

/// What a run needs to be as sure as it should, judged by one that was not: the paths, and as many members of the
/// ensemble where something is learnt, since paths beyond the members repeat what was learnt. `members` are those of
/// the run that was not; absent where nothing is learnt. Errors fall with the root of whichever is less; a tenth is
/// added, so that one more attempt nearly always does. Absent where that is more than there can be.
std::optional<std::int64_t> paths_for(const PrecisionGoal& goal, const Precision& reached, std::int64_t paths,
                                      std::optional<std::int64_t> members);

/// Asks for that many paths, and members where something is learnt.
void take_paths(RunRequest& request, std::int64_t paths, bool learns);

}  // namespace wafercast
