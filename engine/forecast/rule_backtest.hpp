#pragma once

#include <wafercast/forecast/scoreboard.hpp>
#include <wafercast/scenario/history.hpp>

#include <functional>

namespace wafercast {

/// Names of the methods that add_rule_backtest scores.
namespace rule_methods {
inline constexpr const char* stated = "rule";  ///< its numbers as GrowthRule states them
inline constexpr const char* prequential =
    "rule_prequential";                                     ///< at each origin those that did best on outcomes known
inline constexpr const char* left_out = "rule_left_out";    ///< those that did best from all other origins
inline constexpr const char* in_sample = "rule_in_sample";  ///< those that did best from all origins: a bound
}  // namespace rule_methods

/// Scores the rule of a company's record (growth_rule.hpp) alone, without a model, beside the `guided` and `drift`
/// baselines. The history holds the metrics `revenue` (reported and guided) and, where there are any, `one_off`; its
/// quarters have no gap. Origins from `backtest.first_origin` to `backtest.last_origin`, one to `horizons` quarters.
/// `progress(done, of)` is called after each origin.
void add_rule_backtest(const History& history, int horizons, const std::function<void(int, int)>& progress,
                       Backtest& backtest);

}  // namespace wafercast
