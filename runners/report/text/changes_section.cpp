#include <runners/report/text/figures.hpp>
#include <runners/report/text/sections.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

namespace wafercast {
namespace {

std::string words_of(const ScenarioChange& change) {
  std::string words = change.before.empty() ? change.after : fmt::format("{} → {}", change.before, change.after);
  if (!change.when.empty()) words += (words.empty() ? "" : " ") + change.when;
  return words;
}

/// "61.7 (56.7 to 66.7)"
std::string range_text(const ValueRange& range, const FigureFormat& format) {
  const std::string middle = format.figure(range.p50);
  if (range.p5 == range.p95) return middle;
  return fmt::format("{} ({} to {})", middle, format.figure(range.p5), format.figure(range.p95));
}

std::string figures_text(const ChangeReport::Figures& figures) {
  const double largest = std::max(std::abs(figures.before.p95), std::abs(figures.after.p95));
  FigureFormat format = FigureFormat::for_unit(figures.unit, largest);
  if (figures.unit == "fraction" && largest >= 1.05) format = {1.0, 2, "", false};  // an index around one
  std::string text = figures.driver;
  if (figures.quarter) text += " in " + to_string(*figures.quarter);
  text += format.unit.empty() ? ": " : fmt::format(", {}: ", format.unit);
  if (!figures.learnt) {
    return text + fmt::format("{} → {}", range_text(figures.before, format), range_text(figures.after, format));
  }
  return text + fmt::format("base {}, asked {}, learnt {}", range_text(figures.before, format),
                            range_text(figures.after, format), range_text(*figures.learnt, format));
}

/// By driver: in how many paths, and from which quarter to which.
void append_limits(const RunDescription& run, std::int64_t paths, TextGrid& grid) {
  std::map<std::string, std::vector<LimitReport>> by_driver;
  for (const LimitReport& limit : run.limits) by_driver[limit.driver].push_back(limit);
  for (const auto& [driver, limits] : by_driver) {
    const auto [fewest, most] = std::ranges::minmax(limits, {}, &LimitReport::paths);
    const std::string quarters = limits.size() == 1 ? to_string(limits[0].quarter)
                                                    : fmt::format("{} to {}", to_string(limits.front().quarter),
                                                                  to_string(limits.back().quarter));
    const std::string count = fewest.paths == most.paths
                                  ? with_thousands(most.paths)
                                  : fmt::format("{} to {}", with_thousands(fewest.paths), with_thousands(most.paths));
    grid.line({fmt::format("  {} is held at the bound of what it can be in {} of {} paths, {}", driver, count,
                           with_thousands(paths), quarters),
               Style::strong});
  }
}

void append_moved(const RunDescription& run, TextGrid& grid) {
  for (const MovedMetric& moved : run.moved) {
    const FigureFormat format = FigureFormat::for_unit(moved.unit, std::abs(moved.median.before));
    grid.line({fmt::format("  believing otherwise moves {}[{}] p50 from {} to {} {} ({}, {})", moved.metric,
                           to_string(moved.period), format.figure(moved.median.before),
                           format.figure(moved.median.after), format.unit,
                           format.change(moved.median.before, moved.median.after), format.error(moved.median.error))});
  }
}

/// A note as long as it takes, broken between words.
void append_wrapped(const std::string& note, TextGrid& grid) {
  std::string line = " ";
  std::istringstream words(note);
  for (std::string word; words >> word;) {
    if (display_width(line) + 1 + display_width(word) > table_columns) {
      grid.line({line, Style::faint});
      line = "   ";
    }
    line += " " + word;
  }
  grid.line({line, Style::faint});
}

}  // namespace

std::string changes_section(const Forecast& forecast, const RunDescription& run, Colours colours) {
  if (run.changes.empty() && run.notes.empty() && run.age_of_news.empty()) return {};
  TextGrid grid({Align::left, Align::left, Align::left, Align::left});
  grid.shorten(2, table_columns);
  grid.line({run.changes.empty() ? "To bear in mind" : "What this scenario changes", Style::strong});
  for (const ChangeReport& report : run.changes) {
    const ScenarioChange& change = report.change;
    grid.row({{word_of(change.kind), Style::accent},
              {shortened(change.target, 36)},
              {words_of(change), Style::strong},
              {shortened(change.stated, 28), Style::faint}});
    for (const ChangeReport::Figures& figures : report.figures) grid.line({"  " + figures_text(figures)});
  }
  append_moved(run, grid);
  append_limits(run, forecast.paths, grid);
  if (!run.age_of_news.empty()) append_wrapped(run.age_of_news, grid);
  for (const std::string& note : run.notes) append_wrapped(note, grid);
  return grid.text(colours);
}

}  // namespace wafercast
