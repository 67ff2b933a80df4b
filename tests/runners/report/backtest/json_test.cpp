#include <tests/runners/report/backtest_sample.hpp>

#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/json.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

using Json = nlohmann::json;

class BacktestJson : public ::testing::Test {
 protected:
  Backtest backtest = test::sample_backtest();
  Json json = Json::parse(backtest_json(backtest));
};

TEST_F(BacktestJson, SaysWhatWasRun) {
  EXPECT_EQ(json["backtest"]["scenario"], "Base case");
  EXPECT_EQ(json["backtest"]["first_origin"], "FY24Q1");
  EXPECT_EQ(json["backtest"]["last_origin"], "FY26Q1");
  EXPECT_EQ(json["backtest"]["baselines"]["gross_margin"], "guided_margin");
  EXPECT_EQ(json["run"]["seed"], 1);
  EXPECT_EQ(json["run"]["paths"], 20'000);
}

TEST_F(BacktestJson, HasTheScoreboardInItsOrder) {
  const std::vector<ScoreRow> rows = scoreboard(backtest);
  ASSERT_EQ(json["scoreboard"].size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Json& written = json["scoreboard"][i];
    EXPECT_EQ(written["method"], rows[i].method);
    EXPECT_EQ(written["crps"].get<double>(), rows[i].crps);
    EXPECT_EQ(written["bias"].get<double>(), rows[i].bias);
    EXPECT_EQ(written["horizon"].is_null(), !rows[i].horizon);
    EXPECT_EQ(written["coverage_90"].is_null(), rows[i].method == "consensus");
    EXPECT_EQ(written["targets"] == "uncharged", rows[i].targets == Targets::uncharged);
  }
}

TEST_F(BacktestJson, ScoresOfForecastsAddUpToTheScoreboard) {
  double sum = 0.0;
  int count = 0;
  for (const Json& forecast : json["forecasts"]) {
    if (forecast["method"] != "wafercast" || forecast["metric"] != "revenue" || forecast["scores"].is_null()) continue;
    sum += forecast["scores"]["crps"].get<double>();
    ++count;
  }
  for (const Json& row : json["scoreboard"]) {
    if (row["method"] != "wafercast" || row["metric"] != "revenue" || !row["horizon"].is_null()) continue;
    EXPECT_EQ(row["count"], count);
    EXPECT_NEAR(row["crps"].get<double>(), sum / count, 1e-12);
  }
  EXPECT_EQ(count, 30);
}

TEST_F(BacktestJson, ForecastsHaveTheirQuantiles) {
  const Json& first = json["forecasts"][0];
  EXPECT_EQ(first["quantiles"].size(), 9U);
  EXPECT_EQ(first["quantiles"]["0.05"].get<double>(), quantile_of(backtest.forecasts[0].values, 0.05));
  EXPECT_EQ(first["outcome"].get<double>(), *backtest.forecasts[0].outcome);
  for (const Json& forecast : json["forecasts"]) {
    if (forecast["method"] != "consensus") continue;
    EXPECT_EQ(forecast["quantiles"].size(), 1U);
    EXPECT_TRUE(forecast["scores"]["pit"].is_null());
  }
}

TEST_F(BacktestJson, HasTheYearsAheadWithTheirScore) {
  EXPECT_TRUE(json["years_ahead_score"].is_null());
  backtest.years_ahead = {{"revenue", "USD", 2026, {}, {90.0, 100.0, 110.0}, std::nullopt, 100.0}};
  const Json with = Json::parse(backtest_json(backtest));
  EXPECT_EQ(with["years_ahead"][0]["year"], "FY26");
  EXPECT_TRUE(with["years_ahead"][0]["consensus"].is_null());
  EXPECT_EQ(with["years_ahead_score"]["count"], 1);
  EXPECT_EQ(with["years_ahead_score"]["coverage_90"], 1.0);
}

TEST_F(BacktestJson, HasTheQuestions) {
  ASSERT_EQ(json["question_scores"].size(), 2U);
  EXPECT_EQ(json["question_scores"][1]["count"], 6);
  EXPECT_EQ(json["question_scores"][0]["coin"], 0.25);
  EXPECT_EQ(json["questions"].size(), 18U);
  EXPECT_TRUE(json["questions"][17]["happened"].is_null());
}

TEST(BacktestJsonOfNothing, IsEmptyLists) {
  const Json json = Json::parse(backtest_json({}));
  EXPECT_TRUE(json["forecasts"].is_array());
  EXPECT_TRUE(json["scoreboard"].empty());
}

}  // namespace
}  // namespace wafercast
