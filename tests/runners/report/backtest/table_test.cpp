#include <tests/lines.hpp>
#include <tests/runners/report/backtest_sample.hpp>

#include <engine/core/sample_quantile.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/backtest/table.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace wafercast {
namespace {

using testing::lines_of;

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

/// The lines of one section, from its heading to the next blank line.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t start = text.find("\n" + heading + "\n");
  return start == std::string::npos ? "" : text.substr(start + 1, text.find("\n\n", start + 1) - start);
}

TEST(BacktestTable, SaysWhatWasRun) {
  const auto lines = lines_of(backtest_table(test::sample_backtest(), Colours::none));
  EXPECT_EQ(lines[0], "Backtest of Base case");
  EXPECT_EQ(lines[1], "origins FY24Q1 to FY26Q1, 20,000 paths each, seed 1, data: scenarios/data");
}

TEST(BacktestTable, ShowsScoresByHorizonAndMethod) {
  const Backtest backtest = test::sample_backtest();
  const std::string revenue = section(backtest_table(backtest, Colours::none), "Revenue");
  EXPECT_THAT(revenue, ContainsRegex("log +method +n +CRPS +error +in 50% +in 90% +width 90% +skill"));
  const ScoreRow first = scoreboard(backtest).front();
  EXPECT_THAT(revenue, ContainsRegex(fmt::format("1 quarter +wafercast +9 +{:.4f} +{:.4f} .* \\+[0-9]+%", first.crps,
                                                 first.absolute_error)));
  EXPECT_THAT(revenue, ContainsRegex("\n +guided +9 .* 0%\n"));
  EXPECT_THAT(revenue, ContainsRegex("\n +consensus +9 +0\\.[0-9]+ +0\\.[0-9]+ +– +– +– +−[0-9]+%\n"));
  EXPECT_THAT(revenue, ContainsRegex("4 quarters +wafercast +6 "));
  EXPECT_THAT(revenue, ContainsRegex("1 to 4 +wafercast +30 "));
}

TEST(BacktestTable, ShowsMarginsTwiceWhereChargesStruck) {
  Backtest backtest = test::sample_backtest();
  const std::string heading = "Gross margin, non-GAAP, without quarters with a charge";
  EXPECT_THAT(section(backtest_table(backtest, Colours::none), "Gross margin, non-GAAP"),
              ContainsRegex("points .*1 to 4 +wafercast +30 +[0-9]\\.[0-9][0-9] "));
  EXPECT_THAT(section(backtest_table(backtest, Colours::none), heading), ContainsRegex("1 to 4 +wafercast +26 "));
  for (ScoredForecast& forecast : backtest.forecasts) forecast.charged = false;
  EXPECT_THAT(backtest_table(backtest, Colours::none), Not(HasSubstr(heading)));
}

/// The sample, one of whose forecasts of revenue reaches this far and came to twice its median.
Backtest far_backtest(int horizon) {
  Backtest backtest = test::sample_backtest();
  ScoredForecast far = backtest.forecasts.front();
  far.horizon = horizon;
  far.outcome = 2.0 * quantile_of(far.values, 0.5);
  backtest.forecasts.push_back(std::move(far));
  backtest.years_ahead = {{"revenue", "USD", 2025, {}, {90.0, 100.0, 110.0}, std::nullopt, 200.0}};
  return backtest;
}

TEST(BacktestTable, TellsHorizonsBeyondThePooledOnesApart) {
  const Backtest near = test::sample_backtest();
  EXPECT_THAT(backtest_table(near, Colours::none), Not(HasSubstr("By horizon")));
  const std::string table = backtest_table(far_backtest(5), Colours::none);
  EXPECT_EQ(section(table, "Revenue"), section(backtest_table(near, Colours::none), "Revenue"));
  const std::string horizons = section(table, "By horizon, wafercast");
  EXPECT_THAT(horizons, ContainsRegex("quarters ahead +1 +2 +3 +4 +5\nRevenue, log\n  n +9 +8 +7 +6 +1\n"));
  EXPECT_THAT(horizons, ContainsRegex("bias .* −0\\.6931\n"));
  EXPECT_THAT(horizons, HasSubstr("Years that begin after the next quarter: CRPS 0."));
  EXPECT_THAT(horizons, HasSubstr("bias −0.6931, in 50% 0%, in 90% 0% of 1."));
}

TEST(BacktestTable, ListsAnswersByOrigin) {
  const std::string table = backtest_table(test::sample_backtest(), Colours::none);
  EXPECT_THAT(table, HasSubstr("Questions, by Brier score (a coin has 0.25)"));
  EXPECT_THAT(table, ContainsRegex("0\\.[0-9]+  against 0\\.099 for the share that happened, 8 of 9  beats_outlook"));
  EXPECT_THAT(table, HasSubstr("  FY24Q1  97.0% yes  FY24Q2  93.0% yes"));
  EXPECT_THAT(table, HasSubstr("FY26Q1  70.0% ?\n"));
}

TEST(BacktestTable, StaysWithinItsWidthWhateverTheNames) {
  Backtest backtest = test::sample_backtest();
  const std::string long_name(150, 'x');
  backtest.scenario = backtest.data_folder = long_name;
  backtest.metric_titles["revenue"] = long_name;
  for (ScoredForecast& forecast : backtest.forecasts) {
    if (forecast.method == "consensus") forecast.method = long_name;
  }
  for (ScoredQuestion& question : backtest.questions) question.text = long_name;
  for (const std::string& line : lines_of(backtest_table(backtest, Colours::none))) {
    EXPECT_LE(display_width(line), 100) << line;
    EXPECT_FALSE(line.ends_with(" ")) << line;
  }
}

TEST(BacktestTable, OfNothingIsItsTitle) {
  EXPECT_EQ(lines_of(backtest_table({}, Colours::none)).size(), 2U);
}

TEST(BacktestTable, HasColourOnlyIfAsked) {
  EXPECT_THAT(backtest_table(test::sample_backtest(), Colours::none), Not(HasSubstr("\x1b")));
  EXPECT_THAT(backtest_table(test::sample_backtest(), Colours::ansi), HasSubstr("\x1b[1mwafercast\x1b[0m"));
}

TEST(BiasText, HasASignUnlessThereIsNone) {
  EXPECT_EQ(bias_text(-0.0312, 2), "−0.03");
  EXPECT_EQ(bias_text(0.0312, 2), "+0.03");
  EXPECT_EQ(bias_text(-0.001, 2), "0.00");
}

TEST(SkillText, SaysOnHowManyTargets) {
  ScoreRow row;
  EXPECT_EQ(skill_text(row), "–");
  row.count = row.compared = 9;
  row.skill = 0.124;
  EXPECT_EQ(skill_text(row), "+12%");
  row.skill = -0.002;
  EXPECT_EQ(skill_text(row), "0%");
  row.skill = -0.4;
  row.compared = 7;
  EXPECT_EQ(skill_text(row), "−40% of 7");
}

}  // namespace
}  // namespace wafercast
