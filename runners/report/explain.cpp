#include <wafercast/report/explain.hpp>

#include <wafercast/report/figures.hpp>
#include <wafercast/report/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr int bar_columns = 30;
constexpr int title_columns = 46;

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

std::string rule(int columns) {
  return repeated("─", columns);
}

std::string failure_note(const ExplanationHeading& heading) {
  if (heading.failed_paths == 0) return "";
  return fmt::format("{} paths failed and are left out\n", with_thousands(heading.failed_paths));
}

std::string title_of(const ExplanationHeading& heading, const std::string& metric) {
  const auto found = heading.metric_titles.find(metric);
  return in_words(found == heading.metric_titles.end() ? metric : found->second);
}

double rounded(double value, int decimals) {
  const double steps = std::pow(10.0, decimals);
  return std::round(value * steps) / steps;
}

std::string with_sign(const FigureFormat& format, double change) {
  const std::string figure = format.figure(change);
  const bool is_zero = figure.find_first_of("123456789") == std::string::npos;
  return change > 0.0 && !is_zero ? "+" + figure : figure;
}

/// A bar of a share; what counts against the sum is drawn lightly.
std::string share_bar(double share, double largest) {
  const double length = largest > 0.0 ? bar_columns * std::abs(share) / largest : 0.0;
  const int columns = static_cast<int>(std::lround(length));
  if (columns == 0) return std::abs(share) >= 0.0005 ? "▏" : "";
  return repeated(share < 0.0 ? "░" : "█", columns);
}

std::vector<GroupShare> by_falling_share(std::vector<GroupShare> groups) {
  std::ranges::stable_sort(groups, std::greater(), [](const GroupShare& g) { return g.share.value; });
  return groups;
}

void add_share(TextGrid& grid, const std::string& name, double printed, double error, double largest) {
  const FigureFormat format{100.0, 1, "%", true};
  grid.row({{"  " + name}, {format.figure(printed) + "%"}, {format.error(error)}, {share_bar(printed, largest)}});
}

std::string spread_block(const Spread& spread, const ExplanationHeading& heading) {
  const double scale = std::max(std::abs(spread.mean.value), spread.sd.value);
  FigureFormat format = FigureFormat::for_unit(spread.series.unit, scale);
  if (format.is_share) format.decimals = 2;
  std::string text =
      fmt::format("{}, {}: mean {}, sd {} {}{}\n", title_of(heading, spread.series.metric),
                  to_string(spread.series.period), format.figure(spread.mean.value), format.figure(spread.sd.value),
                  format.error(spread.sd.error), format.unit.empty() ? "" : " " + format.unit);
  if (spread.sd.value == 0.0) return text + "  the same on every path\n";
  std::vector<GroupShare> rows = by_falling_share(spread.groups);
  const double largest = std::max(rows.front().share.value, std::abs(spread.remainder.value));
  rows.push_back({"what no pair explains", spread.remainder});
  TextGrid grid({Align::left, Align::right, Align::right, Align::left});
  double sum = 0.0;
  for (const GroupShare& row : rows) {
    const double before = rounded(sum, 3);
    sum += row.share.value;
    add_share(grid, row.group, rounded(sum, 3) - before, row.share.error, largest);
  }
  grid.row({{"  sum"}, {FigureFormat{100.0, 1, "%", true}.figure(sum) + "%"}});
  return text + grid.text(false);
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

std::string waterfall_block(const Waterfall& waterfall, const ExplanationHeading& heading, Date to) {
  FigureFormat format = FigureFormat::for_unit(waterfall.unit, std::abs(waterfall.from.value));
  if (format.is_share) format.decimals = 2;
  const WaterfallScale scale(waterfall);
  TextGrid grid({Align::left, Align::right, Align::right, Align::left});
  grid.row({{to_string(heading.as_of)},
            {format.figure(waterfall.from.value)},
            {format.error(waterfall.from.error)},
            {scale.bar(waterfall.from.value, waterfall.from.value)}});
  const auto shown = [&](double level) { return rounded(level * format.factor, format.decimals) / format.factor; };
  double before = waterfall.from.value;
  for (const WaterfallStep& step : waterfall.steps) {
    const double after = step.level.value;
    grid.row({{"  " + shortened(step.news, title_columns)},
              {with_sign(format, shown(after) - shown(before))},
              {format.error(step.change.error)},
              {scale.bar(before, after)}});
    before = after;
  }
  grid.row({{rule(title_columns + 2)}});
  grid.row({{"  sum of the changes"},
            {with_sign(format, shown(before) - shown(waterfall.from.value))},
            {format.error(waterfall.change.error)}});
  grid.row(
      {{to_string(to)}, {format.figure(before)}, {format.error(waterfall.to().error)}, {scale.bar(before, before)}});
  return fmt::format("{}, {}{}: {}\n{}", title_of(heading, waterfall.metric), to_string(waterfall.period),
                     format.unit.empty() ? "" : ", " + format.unit, format.change(waterfall.from.value, before),
                     grid.text(false));
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

std::string spread_text(const Spreads& spreads, const ExplanationHeading& heading) {
  std::string text =
      fmt::format("Where the spread comes from: shares of variance\n{}, as of {}, {} paths, seed {}\n",
                  heading.scenario, to_string(heading.as_of), with_thousands(heading.paths), heading.seed);
  text += failure_note(heading);
  for (const Spread& spread : spreads.series) text += "\n" + spread_block(spread, heading);
  return text;
}

std::string waterfall_text(const std::vector<Waterfall>& waterfalls, const ExplanationHeading& heading, Date to) {
  std::string text = fmt::format("Why the forecast moved between {} and {}: medians, a piece of news at a time\n",
                                 to_string(heading.as_of), to_string(to));
  text += fmt::format("{}, {} paths, seed {}\n", heading.scenario, with_thousands(heading.paths), heading.seed);
  text += failure_note(heading);
  for (const Waterfall& waterfall : waterfalls) text += "\n" + waterfall_block(waterfall, heading, to);
  if (!waterfalls.empty()) text += news_details(waterfalls.front());
  return text;
}

}  // namespace wafercast
