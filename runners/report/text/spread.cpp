#include <runners/report/text/spread.hpp>

#include <runners/report/text/explanation.hpp>
#include <runners/report/text/figures.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

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

std::string spread_block(const Spread& spread, const Explanation& about) {
  const double scale = std::max(std::abs(spread.mean.value), spread.sd.value);
  FigureFormat format = FigureFormat::for_unit(spread.series.unit, scale);
  if (format.is_share) format.decimals = 2;
  std::string text =
      fmt::format("{}, {}: mean {}, sd {} {}{}\n", title_of(about, spread.series.metric),
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
  return text + grid.text(Colours::none);
}

}  // namespace

std::string spread_text(const SpreadResult& result) {
  const Explanation& about = result.about;
  std::string text = fmt::format("Where the spread comes from: shares of variance\n{}, as of {}, {} paths, seed {}\n",
                                 about.scenario, to_string(about.as_of), with_thousands(about.paths), about.seed);
  text += failure_note(about);
  for (const Spread& spread : result.spreads.series) text += "\n" + spread_block(spread, about);
  return text;
}

}  // namespace wafercast
