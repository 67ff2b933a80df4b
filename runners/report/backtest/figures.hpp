#pragma once

#include <engine/scoring/scoreboard.hpp>
#include <runners/report/text/figures.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

// How the table and the page write what a backtest found.

/// "Gross margin, non-GAAP"
std::string backtest_title(const Backtest& backtest, const std::string& metric);

/// The metrics that the backtest forecasts, in its order.
std::vector<std::string> backtest_metrics(const Backtest& backtest);

/// Those of them that the table and the page show in full.
std::vector<std::string> metrics_in_full(const Backtest& backtest);

/// The method that the metric's skill is measured against; empty if there is none.
std::string baseline_of(const Backtest& backtest, const std::string& metric);

/// "origins FY24Q1 to FY26Q1, 20,000 paths each, seed 1"
std::string backtest_facts(const Backtest& backtest);

/// The figures of a metric's forecasts and outcomes in natural units.
FigureFormat natural_format(const Backtest& backtest, const std::string& metric);

/// The scores of one metric: errors of logarithms with four decimals, of shares in points with two.
struct ScoreFormat {
  std::string unit;  ///< "log" or "points"
  int decimals;

  static ScoreFormat of(const Backtest& backtest, const std::string& metric);

  std::string figure(std::optional<double> score) const;  ///< "–" for none
};

/// "93%", "–" for none.
std::string share_text(std::optional<double> share);

/// "+12%"; "+12% of 7" where fewer targets could be compared than were scored.
std::string skill_text(const ScoreRow& row);

/// "1 quarter", "all"
std::string horizon_text(std::optional<int> horizon);

/// The rows of one metric and one choice of targets.
std::vector<ScoreRow> rows_of(const std::vector<ScoreRow>& rows, const std::string& metric, Targets targets);

}  // namespace wafercast
