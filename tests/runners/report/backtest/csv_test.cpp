#include <tests/runners/report/backtest_sample.hpp>

#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/csv.hpp>
#include <runners/report/backtest/past_errors_csv.hpp>
#include <runners/report/csv/csv_field.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>

namespace wafercast {
namespace {

using Row = std::map<std::string, std::string>;

/// Of a text without quoted fields, by column.
std::vector<Row> rows_of_csv(const std::string& csv) {
  std::istringstream lines(csv);
  std::vector<std::vector<std::string>> cells;
  for (std::string line; std::getline(lines, line);) {
    cells.emplace_back();
    std::istringstream fields(line + ",");
    for (std::string field; std::getline(fields, field, ',');) cells.back().push_back(field);
  }
  std::vector<Row> rows;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    EXPECT_EQ(cells[i].size(), cells[0].size()) << "row " << i;
    for (std::size_t column = 0; column < cells[0].size(); ++column) {
      if (column == 0) rows.emplace_back();
      rows.back()[cells[0][column]] = cells[i][column];
    }
  }
  return rows;
}

TEST(BacktestCsv, HasAForecastARowWhoseNumbersReadBack) {
  const Backtest backtest = test::sample_backtest();
  const auto rows = rows_of_csv(backtest_csv(backtest));
  ASSERT_EQ(rows.size(), backtest.forecasts.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ScoredForecast& forecast = backtest.forecasts[i];
    EXPECT_EQ(rows[i].at("method"), forecast.method);
    EXPECT_EQ(rows[i].at("target"), to_string(forecast.target));
    EXPECT_EQ(std::stod(rows[i].at("median")), quantile_of(forecast.values, 0.5));
    EXPECT_EQ(rows[i].at("outcome").empty(), !forecast.outcome);
    EXPECT_EQ(rows[i].at("p95").empty(), forecast.values.size() == 1);
    EXPECT_EQ(rows[i].at("pit").empty(), !forecast.outcome || forecast.values.size() == 1);
    if (forecast.outcome) {
      EXPECT_EQ(std::stod(rows[i].at("crps")), score_of(forecast)->crps);
    }
  }
}

TEST(BacktestCsv, ItsScoresFollowFromItsOtherColumns) {
  int charged = 0;
  for (const Row& row : rows_of_csv(backtest_csv(test::sample_backtest()))) {
    if (row.at("outcome").empty() || row.at("p5").empty()) continue;
    const double outcome = std::stod(row.at("outcome"));
    const auto within = [&](const char* low, const char* high) {
      return outcome >= std::stod(row.at(low)) && outcome <= std::stod(row.at(high)) ? "1" : "0";
    };
    EXPECT_EQ(row.at("in_50"), within("p25", "p75"));
    EXPECT_EQ(row.at("in_90"), within("p5", "p95"));
    const bool is_share = row.at("unit") == "fraction";
    const double median = std::stod(row.at("median"));
    EXPECT_NEAR(std::stod(row.at("absolute_error")),
                is_share ? 100.0 * std::abs(median - outcome) : std::abs(std::log(median / outcome)), 1e-4);
    charged += row.at("charged") == "1" ? 1 : 0;
  }
  EXPECT_EQ(charged, 4 * 6) << "four horizons, six methods and metrics";
}

TEST(PastErrorsCsv, SaysWhenEachErrorWasKnown) {
  Backtest backtest = test::sample_backtest();
  backtest.relies_on = "beliefs";
  for (const ScoredForecast& one : backtest.forecasts) {
    if (one.outcome) backtest.record.published[one.target] = one.target_end + std::chrono::days(25);
  }
  const auto rows = rows_of_csv(past_errors_csv(backtest));
  ASSERT_EQ(rows.size(), 30U) << "what the method under test said of revenue and is known";
  const ScoredForecast& first = backtest.forecasts.front();
  EXPECT_EQ(rows[0].at("origin"), "FY24Q1");
  EXPECT_EQ(rows[0].at("as_of"), to_string(first.origin_date));
  EXPECT_EQ(rows[0].at("horizon"), "1");
  EXPECT_EQ(rows[0].at("published"), to_string(first.target_end + std::chrono::days(25)));
  EXPECT_EQ(rows[0].at("relies_on"), "beliefs");
  EXPECT_NEAR(std::stod(rows[0].at("log_error")), std::log(*first.outcome / quantile_of(first.values, 0.5)), 1e-4);
}

TEST(CsvField, IsQuotedWhereItHasTo) {
  EXPECT_EQ(csv_field("guided margin"), "guided margin");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("a \"b\""), "\"a \"\"b\"\"\"");
}

}  // namespace
}  // namespace wafercast
