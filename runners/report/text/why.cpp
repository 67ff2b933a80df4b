#include <runners/report/text/why.hpp>

#include <runners/report/text/difference_text.hpp>
#include <runners/report/text/explanation.hpp>
#include <runners/report/text/figures.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr int title_columns = 46;

std::string rule(int columns) {
  return repeated("─", columns);
}

/// Columns from the level before to the level after, on a scale that holds all levels of the waterfall.
class WaterfallScale {
 public:
  explicit WaterfallScale(const Waterfall& waterfall) : low_(waterfall.from.value), high_(waterfall.from.value) {
    for (const WaterfallStep& step : waterfall.steps) {
      low_ = std::min(low_, step.level.value);
      high_ = std::max(high_, step.level.value);
    }
  }

  std::string bar(double before, double after) const {
    const int first = column(std::min(before, after));
    const int last = column(std::max(before, after));
    const bool rises = after >= before;
    const bool is_small = high_ <= low_ || bar_columns * std::abs(after - before) < 0.5 * (high_ - low_);
    const std::string mark = is_small ? "│" : repeated(rises ? "█" : "░", std::max(1, last - first));
    return std::string(static_cast<std::size_t>(first), ' ') + mark;
  }

 private:
  int column(double level) const {
    if (high_ <= low_) return 0;
    return static_cast<int>(std::lround(bar_columns * (level - low_) / (high_ - low_)));
  }

  double low_, high_;
};

std::string waterfall_block(const Waterfall& waterfall, const Explanation& about, Date to) {
  FigureFormat format = FigureFormat::for_unit(waterfall.unit, std::abs(waterfall.from.value));
  if (format.is_share) format.decimals = 2;
  const WaterfallScale scale(waterfall);
  TextGrid grid({Align::left, Align::right, Align::right, Align::left});
  grid.row({{to_string(about.as_of)},
            {format.figure(waterfall.from.value)},
            {format.error(waterfall.from.error)},
            {scale.bar(waterfall.from.value, waterfall.from.value)}});
  const auto shown = [&](double level) { return rounded(level * format.factor, format.decimals) / format.factor; };
  double before = waterfall.from.value;
  for (const WaterfallStep& step : waterfall.steps) {
    const double after = step.level.value;
    grid.row({{"  " + shortened(step.news, title_columns)},
              {signed_figure(format, shown(after) - shown(before))},
              {format.error(step.change.error)},
              {scale.bar(before, after)}});
    before = after;
  }
  grid.row({{rule(title_columns + 2)}});
  grid.row({{"  sum of the changes"},
            {signed_figure(format, shown(before) - shown(waterfall.from.value))},
            {format.error(waterfall.change.error)}});
  grid.row(
      {{to_string(to)}, {format.figure(before)}, {format.error(waterfall.to().error)}, {scale.bar(before, before)}});
  return fmt::format("{}, {}{}: {}\n{}", title_of(about, waterfall.metric), to_string(waterfall.period),
                     format.unit.empty() ? "" : ", " + format.unit, format.change(waterfall.from.value, before),
                     grid.text(Colours::none));
}

/// What the pieces of news were about, once for all blocks.
std::string news_details(const Waterfall& waterfall) {
  std::string text;
  for (const WaterfallStep& step : waterfall.steps) {
    if (step.details.empty()) continue;
    const std::string line = fmt::format("  {}: {}", step.news, fmt::join(step.details, ", "));
    text += shortened(line, 100) + "\n";
  }
  return text.empty() ? "" : "\nWhat the news was about\n" + text;
}

}  // namespace

std::string why_text(const WhyResult& result) {
  const Explanation& about = result.about;
  const auto& [ignored, to, waterfalls, notes] = result;
  std::string text = fmt::format("Why the forecast moved between {} and {}: medians, a piece of news at a time\n",
                                 to_string(about.as_of), to_string(to));
  text += fmt::format("{}, {} paths, seed {}\n", about.scenario, with_thousands(about.paths), about.seed);
  text += failure_note(about);
  for (const Waterfall& waterfall : waterfalls) text += "\n" + waterfall_block(waterfall, about, to);
  if (!waterfalls.empty()) text += news_details(waterfalls.front());
  if (!notes.empty()) text += "\n";
  for (const std::string& note : notes) text += note + "\n";
  return text;
}

}  // namespace wafercast
