#include <runners/report/backtest/figures.hpp>
#include <runners/report/backtest/horizons_table.hpp>
#include <runners/report/text/sections.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace wafercast {
namespace {

using Figure = std::string (*)(const ScoreRow&, const ScoreFormat&);

/// What is told of each horizon, a line each.
constexpr std::pair<const char*, Figure> measures[] = {
    {"n", [](const ScoreRow& row, const ScoreFormat&) { return fmt::format("{}", row.count); }},
    {"CRPS", [](const ScoreRow& row, const ScoreFormat& format) { return format.figure(row.crps); }},
    {"bias", [](const ScoreRow& row, const ScoreFormat& format) { return bias_text(row.bias, format.decimals); }},
    {"in 50%", [](const ScoreRow& row, const ScoreFormat&) { return share_text(row.coverage_50); }},
    {"in 90%", [](const ScoreRow& row, const ScoreFormat&) { return share_text(row.coverage_90); }},
};

void append_horizons(TextGrid& grid, const Backtest& backtest, const std::vector<ScoreRow>& rows) {
  const ScoreFormat format = ScoreFormat::of(backtest, rows.front().metric);
  const std::string title = fmt::format("{}, {}", backtest_title(backtest, rows.front().metric), format.unit);
  grid.line({shortened(title, table_columns)});
  for (const auto& [name, figure] : measures) {
    std::vector<TextCell> cells = {{fmt::format("  {}", name), Style::faint}};
    for (const ScoreRow& row : rows) cells.push_back({figure(row, format)});
    grid.row(std::move(cells));
  }
}

}  // namespace

std::string horizons_section(const Backtest& backtest, Colours colours) {
  const std::vector<ScoreRow> rows = scoreboard(backtest);
  int farthest = 0;
  for (const ScoreRow& row : rows) farthest = std::max(farthest, row.horizon.value_or(0));
  if (farthest <= pooled_horizons) return "";
  std::vector<Align> columns(static_cast<std::size_t>(farthest + 1), Align::right);
  columns[0] = Align::left;
  TextGrid grid(columns);
  grid.line({shortened(fmt::format("By horizon, {}", backtest.method), table_columns), Style::strong});
  std::vector<TextCell> header = {{"quarters ahead", Style::faint}};
  for (int horizon = 1; horizon <= farthest; ++horizon) header.push_back({fmt::format("{}", horizon), Style::faint});
  grid.row(header);
  for (const std::string& metric : metrics_in_full(backtest)) {
    const std::vector<ScoreRow> some = horizon_rows(backtest, rows, metric);
    if (!some.empty()) append_horizons(grid, backtest, some);
  }
  if (const std::string years = years_ahead_text(backtest); !years.empty()) grid.paragraph({years}, table_columns);
  grid.line({"Bias: mean error of the median; below zero it fell short of what came.", Style::faint});
  return grid.text(colours);
}

}  // namespace wafercast
