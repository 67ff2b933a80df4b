#pragma once

#include <engine/core/date.hpp>
#include <engine/core/fiscal_calendar.hpp>
#include <engine/scenario/history.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// Scores of several horizons together are of one to this many quarters ahead; later ones are told by horizon alone.
inline constexpr int pooled_horizons = 4;

/// A forecast of one metric and quarter, made with what was known on the day of the origin's results.
struct ScoredForecast {
  std::string method;  ///< "wafercast", "guided", "drift", "consensus" …
  std::string metric;
  std::string unit;  ///< "USD", or "fraction" for a share, which is scored in points
  FiscalQuarter origin;
  Date origin_date;
  int horizon = 0;  ///< quarters from origin to target
  FiscalQuarter target;
  Date target_end;
  std::vector<double>
      values;  ///< in natural units, ascending, equally likely (scores.hpp); one value: a point forecast
  std::optional<double> outcome;
  bool charged = false;          ///< an inventory or export charge struck the target quarter
  bool may_be_negative = false;  ///< a flow such as cash flow, scored in billions rather than by its logarithm
};

/// A forecast of a whole fiscal year.
struct ScoredYear {
  std::string metric;
  std::string unit;
  int fiscal_year = 0;
  Date day;
  std::vector<double> values;       ///< as in ScoredForecast
  std::optional<double> consensus;  ///< published on that day
  std::optional<double> outcome;
};

/// A yes-or-no question, answered with what was known on the day of the origin's results.
struct ScoredQuestion {
  std::string name;
  std::string text;
  FiscalQuarter origin;
  Date origin_date;
  double probability = 0.0;
  std::optional<bool> happened;
};

/// Forecasts from many origins with what happened.
struct Backtest {
  std::string scenario;  ///< its name
  std::string data_folder;
  FiscalQuarter first_origin;
  FiscalQuarter last_origin;
  std::int64_t paths = 0;  ///< an origin
  std::uint64_t seed = 0;
  std::string version;  ///< of the program
  std::string build;    ///< commit and build type

  std::string method = "wafercast";  ///< the one under test
  std::string relies_on = "both";    ///< what its forecasts rely on: beliefs, record or both
  /// The method that skill is measured against, by metric.
  std::map<std::string, std::string> baselines = {};
  std::string sales = {};                  ///< the metric that is told by origin and by target too
  std::vector<std::string> in_short = {};  ///< metrics that the table and the page tell in a line: lines of reporting

  std::vector<ScoredForecast> forecasts;
  std::vector<ScoredQuestion> questions;
  std::vector<ScoredYear> years;  ///< on each day on which a consensus was published
  /// From each origin, of the years that begin after the next quarter.
  std::vector<ScoredYear> years_ahead;
  std::map<std::string, std::string> metric_titles;  ///< "gross margin, non-GAAP"; absent: the metric's name in words
  History record;  ///< everything reported so far, drawn behind the forecasts; may be empty
};

/// How good one forecast was, on the scale of its metric: natural logarithm for what is positive and grows, percentage
/// points for shares, billions for what may be negative. A log score of 0.01 is an error of about 1 %.
struct ForecastScore {
  double crps = 0.0;
  double error = 0.0;  ///< median less outcome: below zero where the forecast fell short
  double absolute_error = 0.0;
  // Of distributions only.
  std::optional<double> pit;
  std::optional<double> width_90;
  std::optional<bool> in_50;  ///< the outcome was in the central 50 % interval
  std::optional<bool> in_90;
};

bool is_share(const ScoredForecast& forecast);

/// The values, or any other numbers in natural units, on the scale of scoring.
std::vector<double> on_score_scale(const ScoredForecast& forecast, std::vector<double> values);

/// Nothing while the outcome is not known.
std::optional<ForecastScore> score_of(const ScoredForecast& forecast);

enum class Targets { all, uncharged };

/// Means over the targets of one method; units as in ForecastScore.
struct ScoreRow {
  std::string metric;
  std::string method;
  Targets targets = Targets::all;
  std::optional<int> horizon;  ///< none: one to pooled_horizons together
  int count = 0;
  double crps = 0.0;
  double bias = 0.0;  ///< mean error: below zero where forecasts fell short
  double absolute_error = 0.0;
  // Of methods that give distributions.
  std::optional<double> coverage_50;
  std::optional<double> coverage_90;
  std::optional<double> width_90;
  /// 1 − CRPS / CRPS of the metric's baseline on the targets that both have forecast, and their number. Absent where
  /// the baseline hit every target: nothing is better than that.
  std::optional<double> skill;
  int compared = 0;
};

/// Rows by metric, targets, horizon (several together last) and method, metrics and methods in the order in which the
/// backtest names them. Metrics that are shares come twice if charges struck: with all targets and without those.
std::vector<ScoreRow> scoreboard(const Backtest& backtest);

/// The forecasts of one metric, one to pooled_horizons ahead, that start from one origin, or that are for one target,
/// by the method under test and the metric's baseline on the same of them.
struct QuarterScore {
  FiscalQuarter quarter;
  int count = 0;
  double crps = 0.0;
  std::optional<double> baseline;
  std::optional<double> coverage_90;
};

enum class By { origin, target };

std::vector<QuarterScore> scores_by_quarter(const Backtest& backtest, const std::string& metric, By by);

/// How good a forecast of a year was, on the scale of ForecastScore; nothing while the outcome is not known.
std::optional<ForecastScore> score_of(const ScoredYear& year);

/// Means over the years whose outcome is known; nothing where there is none.
struct YearsScore {
  int count = 0;
  double crps = 0.0;
  double bias = 0.0;
  double coverage_50 = 0.0;
  double coverage_90 = 0.0;
};

std::optional<YearsScore> score_of(const std::vector<ScoredYear>& years);

/// The answers to one question from all origins whose outcome is known.
struct QuestionScore {
  std::string name;
  std::string text;
  int count = 0;
  int happened = 0;
  double brier = 0.0;
  double climatology = 0.0;  ///< Brier score of the share that happened, known only in hindsight: p (1 − p)
};

/// The Brier score of always answering one half.
inline constexpr double brier_of_a_coin = 0.25;

/// In the order in which the backtest names them; questions of which no outcome is known are not in it.
std::vector<QuestionScore> question_scores(const Backtest& backtest);

}  // namespace wafercast
