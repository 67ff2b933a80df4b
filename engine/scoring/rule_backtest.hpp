#pragma once

#include <engine/scenario/history.hpp>
#include <engine/scoring/scoreboard.hpp>

#include <functional>
#include <string>

namespace wafercast {

/// Names of the methods that add_rule_backtest scores.
namespace rule_methods {
inline constexpr const char* stated = "rule";  ///< its numbers as GrowthRule states them
inline constexpr const char* prequential =
    "rule_prequential";                                     ///< at each origin those that did best on outcomes known
inline constexpr const char* left_out = "rule_left_out";    ///< those that did best from all other origins
inline constexpr const char* in_sample = "rule_in_sample";  ///< those that did best from all origins: a bound
}  // namespace rule_methods

/// Under which names a history holds a company's record.
struct RecordMetrics {
  std::string sales;    ///< reported and guided
  std::string one_off;  ///< of a quarter's sales what was known to be gone in the next; there may be none
};

/// Scores the rule of a company's record (growth_rule.hpp) alone, without a model, beside the `guided` and `drift`
/// baselines. The quarters of the history have no gap. Origins from `backtest.first_origin` to `backtest.last_origin`,
/// one to `horizons` quarters; what is chosen is chosen by pooled_horizons. `progress(done, of)` is called after each
/// origin.
void add_rule_backtest(const History& history, const RecordMetrics& metrics, int horizons,
                       const std::function<void(int, int)>& progress, Backtest& backtest);

}  // namespace wafercast
