#include <runners/report/text/tornado.hpp>

#include <runners/report/text/difference_text.hpp>
#include <runners/report/text/explanation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace wafercast {
namespace {

constexpr int tornado_columns = 80;
constexpr int name_columns = 33;
constexpr int half_columns = 7;  ///< of the bars, on either side of the middle

/// From the middle to the left and to the right: what the low and what the high value do.
std::string bar_of(double at_low, double at_high, double widest) {
  std::string left = std::string(half_columns, ' ');
  const auto length = [&](double change) {
    return std::clamp(static_cast<int>(std::lround(half_columns * std::abs(change) / widest)), 0, half_columns);
  };
  const auto side = [&](bool right) {
    std::string text;
    for (const auto& [change, mark] : {std::pair{at_low, "░"}, std::pair{at_high, "█"}}) {
      if ((change > 0.0) == right && display_width(text) < length(change)) {
        text = repeated(mark, length(change));
      }
    }
    return text;
  };
  const std::string before = side(false);
  return std::string(static_cast<std::size_t>(half_columns - display_width(before)), ' ') + before + "│" + side(true);
}

}  // namespace

std::string tornado_text(const TornadoResult& result, Colours colours) {
  const FigureFormat format = format_of_differences(result.series, result.level.p50);
  TextGrid grid({Align::left, Align::right, Align::right, Align::right, Align::right, Align::left});
  grid.line({fmt::format("What moves {} of {}: {} {} as it is", title_of(result.about, result.series.metric),
                         to_string(result.series.period), format.figure(result.level.p50), format.unit),
             Style::strong});
  grid.line({fmt::format("{}, as of {}, {} paths each on the same draws, seed {}", result.about.scenario,
                         to_string(result.about.as_of), with_thousands(result.about.paths), result.about.seed),
             Style::faint});
  grid.line({result.by_group ? "Each group with its drivers at the ends that lower it (░), that raise it (█)"
                             : "Each driver held at its p10 (░) and at its p90 (█), the others drawn",
             Style::faint});
  grid.blank();
  const auto heads =
      result.by_group ? std::array{"", "", "lowered", "raised"} : std::array{"p10", "p90", "at p10", "at p90"};
  grid.row({{""},
            {heads[0], Style::faint},
            {heads[1], Style::faint},
            {heads[2], Style::faint},
            {heads[3], Style::faint},
            {""}});
  double widest = 0.0;
  for (const TornadoResult::Bar& bar : result.bars) {
    widest = std::max({widest, std::abs(bar.at_low.median.value), std::abs(bar.at_high.median.value)});
  }
  for (const TornadoResult::Bar& bar : result.bars) {
    const auto ends = bar.ends.value_or(TornadoResult::Ends{0.0, 0.0});
    const FigureFormat of_driver = FigureFormat::for_unit(bar.unit, std::max(std::abs(ends.low), std::abs(ends.high)));
    grid.row(
        {{shortened(of_driver.unit.empty() ? bar.name : fmt::format("{}, {}", bar.name, of_driver.unit), name_columns)},
         {bar.ends ? of_driver.figure(ends.low) : ""},
         {bar.ends ? of_driver.figure(ends.high) : ""},
         {signed_figure(format, bar.at_low.median.value)},
         {signed_figure(format, bar.at_high.median.value)},
         {widest > 0.0 ? bar_of(bar.at_low.median.value, bar.at_high.median.value, widest) : "", Style::accent}});
  }
  grid.blank();
  constexpr std::size_t explained = 5;
  for (std::size_t i = 0; i < std::min(explained, result.bars.size()); ++i) {
    grid.line(
        {shortened(fmt::format("{}: {}", result.bars[i].name, result.bars[i].meaning), tornado_columns), Style::faint});
  }
  return grid.text(colours) + failure_note(result.about);
}

}  // namespace wafercast
