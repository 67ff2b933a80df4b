#pragma once

#include <engine/forecast/summary.hpp>

#include <cmath>
#include <random>

namespace wafercast::test {

inline Period quarter(int fiscal_year, int quarter_of_year) {
  return Period::quarter(FiscalQuarter(fiscal_year, quarter_of_year));
}

inline std::vector<SeriesKey> some_series() {
  return {{"revenue", "USD", quarter(2026, 1), 0x1p35},
          {"revenue", "USD", Period::year(2026), 0x1p37},
          {"gross_margin", "fraction", quarter(2026, 1), 1.0},
          {"free_cash_flow", "USD", quarter(2026, 1), 0x1p34}};
}

inline PlannedQuestion ask(std::string name, int series, std::optional<Question::Threshold> threshold,
                           std::optional<bool> given_happened = std::nullopt) {
  const SeriesKey key = some_series()[static_cast<std::size_t>(series)];
  const std::string text = name + " as written";
  std::vector<Question::Given> given;
  if (given_happened) given = {{"ban", *given_happened}};
  const std::vector<int> events(given.size(), 0);
  return {Question{std::move(name), text, SourceLocation(), key.metric, key.period, threshold, given}, series, events};
}

inline std::vector<PlannedQuestion> some_questions() {
  return {ask("beats", 0, Question::Threshold{Comparison::above, 4.2e10}),
          ask("misses", 0, Question::Threshold{Comparison::at_most, 4.2e10}),
          ask("beats_if_ban", 0, Question::Threshold{Comparison::above, 4.2e10}, true),
          ask("year", 1, std::nullopt),
          ask("year_if_ban", 1, std::nullopt, true),
          ask("year_if_not", 1, std::nullopt, false)};
}

inline Summary empty_summary() {
  return Summary(some_series(), {"ban", "tariff"}, some_questions());
}

/// Block number `index`, a function of its number alone. Lanes beyond `lanes` hold what must not be seen.
inline SeriesBlock some_block(int index, int lanes = block_lanes) {
  SeriesBlock block(4, 2);
  block.first_path = static_cast<std::uint64_t>(index) * block_lanes;
  block.lanes = lanes;
  std::mt19937_64 bits(static_cast<std::uint64_t>(index) + 1);
  std::normal_distribution<double> normal;
  for (int lane = 0; lane < block_lanes; ++lane) {
    const bool banned = normal(bits) > 0.5;
    block.happened[0][lane] = banned;
    block.happened[1][lane] = normal(bits) > 2.0;
    block.values[0][lane] = 4.3e10 * std::exp(0.05 * normal(bits) - (banned ? 0.1 : 0.0));
    block.values[1][lane] = 4.4 * block.values[0][lane];
    block.values[2][lane] = 0.71 + 0.01 * normal(bits);
    block.values[3][lane] = 1e10 * normal(bits);
  }
  for (int lane = lanes; lane < block_lanes; ++lane) {
    for (int row = 0; row < 4; ++row) block.values[row][lane] = std::nan("");
    block.happened[1][lane] = 1.0;
  }
  return block;
}

}  // namespace wafercast::test
