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

/// What the forecasts of years ahead are worth, a sentence; empty where no outcome is known.
std::string years_ahead_text(const Backtest& backtest);

/// The error of the consensus in logarithms; "–" while the outcome is not known.
std::string consensus_missed_by(const ScoredYear& year);

/// "+12%"; "+12% of 7" where fewer targets could be compared than were scored.
std::string skill_text(const ScoreRow& row);

/// "+0.0123", "−0.0123", of none "0.0000".
std::string bias_text(double bias, int decimals);

/// "1 quarter", "1 to 4"
std::string horizon_text(std::optional<int> horizon);

/// The rows of one metric and one choice of targets.
std::vector<ScoreRow> rows_of(const std::vector<ScoreRow>& rows, const std::string& metric, Targets targets);

/// Those of them up to pooled_horizons ahead, which tables show for every method.
std::vector<ScoreRow> near_rows(std::vector<ScoreRow> rows);

/// The rows of the method under test for one metric, one a horizon.
std::vector<ScoreRow> horizon_rows(const Backtest& backtest, const std::vector<ScoreRow>& rows,
                                   const std::string& metric);

}  // namespace wafercast
