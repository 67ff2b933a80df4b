#include <runners/report/text/goal.hpp>

#include <runners/report/text/explanation.hpp>
#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

/// A value that was set, with as many digits as its error leaves.
std::string value_text(double value, const std::string& unit) {
  if (unit == "fraction") return fmt::format("{:.2f}%", 100.0 * value);
  return fmt::format("{:.4g}{}", value, unit.empty() ? "" : " " + unit);
}

}  // namespace

std::string goal_text(const GoalResult& result) {
  const FigureFormat format = FigureFormat::for_unit(result.unit, std::abs(result.target));
  const auto figure = [&](double value) { return fmt::format("{} {}", format.figure(value), format.unit); };
  std::string text =
      fmt::format("{}, as of {}, {} paths each on the same draws, seed {}\n{} is {} as the scenario is.\n",
                  result.about.scenario, to_string(result.about.as_of), with_thousands(result.about.paths),
                  result.about.seed, result.figure, figure(result.now));
  if (result.value) {
    text += fmt::format("It is {} with {} = {} (± {}).\n", figure(result.target), result.vary,
                        value_text(result.value->value, result.vary_unit),
                        value_text(result.value->error, result.vary_unit));
  } else {
    const auto [least, most] = std::ranges::minmax(result.trials, {}, &GoalResult::Trial::figure);
    text += fmt::format("No {} between {} and {} makes it {}: it goes from {} to {}.\n", result.vary,
                        value_text(result.trials.front().value, result.vary_unit),
                        value_text(result.trials.back().value, result.vary_unit), figure(result.target),
                        figure(least.figure), figure(most.figure));
    text +=
        "Search further with --between LOW..HIGH, or vary something else ('wafercast tornado' says what matters).\n";
  }
  text += "\n";
  for (const GoalResult::Trial& trial : result.trials) {
    text += fmt::format("  {:>24}  {}\n", value_text(trial.value, result.vary_unit), figure(trial.figure));
  }
  return text + failure_note(result.about);
}

}  // namespace wafercast
