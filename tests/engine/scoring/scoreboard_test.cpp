#include <engine/scoring/baselines.hpp>
#include <engine/scoring/past_errors.hpp>
#include <engine/scoring/scoreboard.hpp>
#include <engine/scoring/scores.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace wafercast {
namespace {

constexpr FiscalQuarter first(2025, 1);

ScoredForecast forecast(const std::string& method, const std::string& metric, int origin, int horizon,
                        std::vector<double> values, std::optional<double> outcome) {
  ScoredForecast one;
  one.method = method;
  one.metric = metric;
  one.unit = metric == "gross_margin" ? "fraction" : "USD";
  one.origin = first + origin;
  one.horizon = horizon;
  one.target = one.origin + horizon;
  one.values = std::move(values);
  one.outcome = outcome;
  return one;
}

/// The row of a metric and method; contract: it is there.
ScoreRow row(const std::vector<ScoreRow>& rows, const std::string& metric, const std::string& method,
             std::optional<int> horizon, Targets targets = Targets::all) {
  for (const ScoreRow& one : rows) {
    if (one.metric == metric && one.method == method && one.horizon == horizon && one.targets == targets) return one;
  }
  ADD_FAILURE() << "no row for " << metric << " " << method;
  return {};
}

TEST(ScoreOf, RevenueIsScoredInLogarithms) {
  const auto score =
      score_of(forecast("wafercast", "revenue", 0, 1, lognormal_values({3.0, 0.1}, 2000), std::exp(3.1)));
  EXPECT_NEAR(score->crps, crps_normal(3.0, 0.1, 3.1), 1e-5);
  EXPECT_NEAR(score->absolute_error, 0.1, 1e-5);
  EXPECT_NEAR(*score->pit, 0.8413, 1e-3);
  EXPECT_NEAR(*score->width_90, 0.328971, 1e-4);
  EXPECT_FALSE(*score->in_50);
  EXPECT_TRUE(*score->in_90);
}

TEST(Scoreboard, NoSkillCanBeHadAgainstABaselineThatHitEveryTarget) {
  for (const double off : {0.0, 1e-15, 1e-4}) {
    Backtest backtest;
    backtest.method = "wafercast";
    backtest.baselines = {{"revenue", "guided"}};
    for (int origin = 0; origin < 3; ++origin) {
      backtest.forecasts.push_back(forecast("wafercast", "revenue", origin, 1, {90.0, 100.0, 110.0}, 100.0));
      backtest.forecasts.push_back(forecast("guided", "revenue", origin, 1, {100.0 * (1.0 + off)}, 100.0));
    }
    const ScoreRow own = row(scoreboard(backtest), "revenue", "wafercast", 1);
    EXPECT_EQ(own.compared, 3);
    EXPECT_EQ(own.skill.has_value(), off == 1e-4) << off;
  }
}

TEST(ScoreOf, MarginsAreScoredInPoints) {
  const auto score = score_of(forecast("wafercast", "gross_margin", 0, 1, normal_values({0.7, 0.01}, 2000), 0.73));
  EXPECT_NEAR(score->crps, crps_normal(70.0, 1.0, 73.0), 1e-3);
  EXPECT_NEAR(score->absolute_error, 3.0, 1e-9);
  EXPECT_FALSE(*score->in_90);
}

TEST(ScoreOf, APointForecastHasItsErrorAndNothingElse) {
  const auto score = score_of(forecast("consensus", "revenue", 0, 1, {90.0}, 100.0));
  EXPECT_NEAR(score->crps, std::log(100.0 / 90.0), 1e-14);
  EXPECT_DOUBLE_EQ(score->absolute_error, score->crps);
  EXPECT_FALSE(score->pit || score->width_90 || score->in_50 || score->in_90);
  EXPECT_FALSE(score_of(forecast("consensus", "revenue", 0, 1, {90.0}, std::nullopt)));
}

class ScoreboardTest : public ::testing::Test {
 protected:
  Backtest backtest;

  void SetUp() override {
    backtest.baselines = {{"revenue", "guided"}, {"data_center", "guided"}, {"gross_margin", "guided_margin"}};
    const auto add = [this](ScoredForecast one, bool charged = false) {
      one.charged = charged;
      backtest.forecasts.push_back(std::move(one));
    };
    // Errors of points in log: wafercast 0.1, 0.2, 0.4; guided 0.3 and 0.5 where wafercast has 0.1 and 0.2.
    add(forecast("wafercast", "revenue", 0, 1, {std::exp(1.1)}, std::exp(1.0)));
    add(forecast("wafercast", "revenue", 1, 1, {std::exp(1.2)}, std::exp(1.0)), true);
    add(forecast("wafercast", "revenue", 0, 2, {std::exp(1.4)}, std::exp(1.0)));
    add(forecast("wafercast", "revenue", 1, 2, {std::exp(9.0)}, std::nullopt));
    add(forecast("guided", "revenue", 0, 1, {std::exp(1.3)}, std::exp(1.0)));
    add(forecast("guided", "revenue", 1, 1, {std::exp(1.5)}, std::exp(1.0)));
    // Margins in points: errors 1 and 11, the latter struck by a charge; baseline 2 and 10.
    add(forecast("wafercast", "gross_margin", 0, 1, {0.71}, 0.72));
    add(forecast("wafercast", "gross_margin", 1, 1, {0.72}, 0.61), true);
    add(forecast("guided_margin", "gross_margin", 0, 1, {0.70}, 0.72));
    add(forecast("guided_margin", "gross_margin", 1, 1, {0.71}, 0.61), true);
  }
};

TEST_F(ScoreboardTest, AveragesByHorizonAndOverAll) {
  const auto rows = scoreboard(backtest);
  EXPECT_EQ(row(rows, "revenue", "wafercast", 1).count, 2);
  EXPECT_NEAR(row(rows, "revenue", "wafercast", 1).crps, 0.15, 1e-12);
  EXPECT_NEAR(row(rows, "revenue", "wafercast", 2).crps, 0.4, 1e-12);
  const ScoreRow pooled = row(rows, "revenue", "wafercast", std::nullopt);
  EXPECT_EQ(pooled.count, 3);
  EXPECT_NEAR(pooled.crps, 0.7 / 3.0, 1e-12);
  EXPECT_FALSE(pooled.coverage_90 || pooled.width_90);
}

TEST_F(ScoreboardTest, PoolsNoHorizonBeyondTheFourth) {
  const ScoreRow before = row(scoreboard(backtest), "revenue", "wafercast", std::nullopt);
  const auto by_origin = scores_by_quarter(backtest, "revenue", By::origin);
  backtest.forecasts.push_back(forecast("wafercast", "revenue", 0, pooled_horizons + 1, {1.0}, std::exp(1.0)));
  const auto rows = scoreboard(backtest);
  EXPECT_NEAR(row(rows, "revenue", "wafercast", pooled_horizons + 1).crps, 1.0, 1e-12);
  const ScoreRow pooled = row(rows, "revenue", "wafercast", std::nullopt);
  EXPECT_EQ(pooled.count, before.count);
  EXPECT_EQ(pooled.crps, before.crps);
  EXPECT_EQ(scores_by_quarter(backtest, "revenue", By::origin).front().count, by_origin.front().count);
}

TEST_F(ScoreboardTest, BiasIsBelowZeroWhereForecastsFellShort) {
  EXPECT_NEAR(row(scoreboard(backtest), "revenue", "wafercast", 1).bias, 0.15, 1e-12);
  EXPECT_NEAR(row(scoreboard(backtest), "gross_margin", "wafercast", 1).bias, (11.0 - 1.0) / 2.0, 1e-9);
  backtest.forecasts = {forecast("wafercast", "revenue", 0, 1, {std::exp(1.0)}, std::exp(1.2))};
  EXPECT_NEAR(row(scoreboard(backtest), "revenue", "wafercast", 1).bias, -0.2, 1e-12);
}

TEST_F(ScoreboardTest, SkillIsMeasuredOnCommonTargets) {
  const auto rows = scoreboard(backtest);
  const ScoreRow pooled = row(rows, "revenue", "wafercast", std::nullopt);
  EXPECT_EQ(pooled.compared, 2);
  EXPECT_NEAR(*pooled.skill, 1.0 - 0.3 / 0.8, 1e-12);
  EXPECT_FALSE(row(rows, "revenue", "wafercast", 2).skill);
  EXPECT_DOUBLE_EQ(*row(rows, "revenue", "guided", 1).skill, 0.0);
  backtest.baselines.clear();
  EXPECT_FALSE(row(scoreboard(backtest), "revenue", "wafercast", 1).skill);
}

TEST_F(ScoreboardTest, ScoresMarginsWithAndWithoutCharges) {
  const auto rows = scoreboard(backtest);
  EXPECT_NEAR(row(rows, "gross_margin", "wafercast", 1).crps, 6.0, 1e-9);
  EXPECT_NEAR(*row(rows, "gross_margin", "wafercast", 1).skill, 0.0, 1e-9);
  const ScoreRow uncharged = row(rows, "gross_margin", "wafercast", 1, Targets::uncharged);
  EXPECT_EQ(uncharged.count, 1);
  EXPECT_NEAR(uncharged.crps, 1.0, 1e-9);
  EXPECT_NEAR(*uncharged.skill, 0.5, 1e-9);
  for (const ScoreRow& one : rows) EXPECT_TRUE(one.metric != "revenue" || one.targets == Targets::all);
}

TEST_F(ScoreboardTest, KeepsTheOrderOfTheBacktest) {
  std::vector<std::string> order;
  for (const ScoreRow& one : scoreboard(backtest)) {
    if (!one.horizon && one.targets == Targets::all) order.push_back(one.metric + " " + one.method);
  }
  EXPECT_THAT(order, ::testing::ElementsAre("revenue wafercast", "revenue guided", "gross_margin wafercast",
                                            "gross_margin guided_margin"));
}

TEST_F(ScoreboardTest, CoverageIsTheShareOfOutcomesInside) {
  backtest.forecasts.clear();
  const std::vector<double> values = lognormal_values({0.0, 0.1}, 500);
  for (const double z : {0.0, 0.5, 1.0, 2.0}) {
    backtest.forecasts.push_back(
        forecast("wafercast", "revenue", static_cast<int>(2.0 * z), 1, values, std::exp(0.1 * z)));
  }
  const ScoreRow all = row(scoreboard(backtest), "revenue", "wafercast", 1);
  EXPECT_DOUBLE_EQ(*all.coverage_50, 0.5);
  EXPECT_DOUBLE_EQ(*all.coverage_90, 0.75);
  EXPECT_NEAR(*all.width_90, 0.328971, 1e-3);
}

TEST(QuestionScores, CompareWithTheShareThatHappened) {
  Backtest backtest;
  const auto ask = [&](double probability, std::optional<bool> happened) {
    backtest.questions.push_back({"beats", "P(revenue[+1] > 1)", first, {}, probability, happened});
  };
  ask(0.9, true);
  ask(0.8, true);
  ask(0.7, true);
  ask(0.6, false);
  ask(0.5, std::nullopt);
  const auto scores = question_scores(backtest);
  ASSERT_EQ(scores.size(), 1U);
  EXPECT_EQ(scores[0].text, "P(revenue[+1] > 1)");
  EXPECT_EQ(scores[0].count, 4);
  EXPECT_EQ(scores[0].happened, 3);
  EXPECT_NEAR(scores[0].brier, (0.01 + 0.04 + 0.09 + 0.36) / 4.0, 1e-12);
  EXPECT_NEAR(scores[0].climatology, 0.1875, 1e-12);
  backtest.questions = {{"later", "", first, {}, 0.5, std::nullopt}};
  EXPECT_TRUE(question_scores(backtest).empty());
}

TEST(ScoreOf, AFlowThatMayBeNegativeIsScoredInBillions) {
  ScoredForecast flow = forecast("wafercast", "free_cash_flow", 0, 1, normal_values({2e9, 1e9}, 2000), -1e9);
  flow.may_be_negative = true;
  EXPECT_NEAR(score_of(flow)->crps, crps_normal(2.0, 1.0, -1.0), 1e-3);
}

TEST(ScoreOf, AYearIsScoredAsAQuarterIs) {
  const ScoredYear year{"revenue", "USD", 2026, {}, lognormal_values({3.0, 0.1}, 2000), 18.0, std::exp(3.1)};
  EXPECT_NEAR(score_of(year)->crps, crps_normal(3.0, 0.1, 3.1), 1e-5);
}

TEST(ScoreOf, YearsAreAveragedOnceTheyAreKnown) {
  const std::vector<double> values = lognormal_values({0.0, 0.1}, 500);
  std::vector<ScoredYear> years;
  for (const double z : {0.0, 1.0, 2.0}) {
    years.push_back({"revenue", "USD", 2026, {}, values, std::nullopt, std::exp(0.1 * z)});
  }
  years.push_back({"revenue", "USD", 2027, {}, values, std::nullopt, std::nullopt});
  const auto score = score_of(years);
  ASSERT_TRUE(score);
  EXPECT_EQ(score->count, 3);
  EXPECT_NEAR(score->bias, -0.1, 1e-9);
  EXPECT_NEAR(score->coverage_50, 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(score->coverage_90, 2.0 / 3.0, 1e-12);
  EXPECT_FALSE(score_of(std::vector<ScoredYear>{years.back()}));
}

TEST(PastErrors, AreKnownFromTheDayOfTheReportOn) {
  Backtest backtest;
  backtest.sales = "revenue";
  const Date reported = parse_date("2025-08-27").value();
  backtest.record.published[first + 1] = reported;
  backtest.forecasts = {forecast("wafercast", "revenue", 0, 1, {std::exp(1.0)}, std::exp(1.2)),
                        forecast("wafercast", "revenue", 0, 2, {std::exp(1.0)}, std::nullopt),
                        forecast("wafercast", "gross_margin", 0, 1, {0.7}, 0.71),
                        forecast("guided", "revenue", 0, 1, {std::exp(1.0)}, std::exp(1.2))};
  const auto errors = past_errors(backtest);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].target, first + 1);
  EXPECT_EQ(errors[0].published, reported);
  EXPECT_NEAR(errors[0].log_error, 0.2, 1e-12);
}

TEST(ScoresByQuarter, GroupWhatStartsTogetherAndWhatIsForOneTarget) {
  Backtest backtest;
  backtest.baselines = {{"revenue", "guided"}, {"data_center", "guided"}, {"gross_margin", "guided_margin"}};
  for (const auto& [origin, horizon] : {std::pair{0, 1}, {0, 2}, {1, 1}}) {
    backtest.forecasts.push_back(forecast("wafercast", "revenue", origin, horizon, {std::exp(1.0)}, std::exp(1.1)));
    backtest.forecasts.push_back(forecast("guided", "revenue", origin, horizon, {std::exp(1.0)}, std::exp(1.3)));
  }
  const auto origins = scores_by_quarter(backtest, "revenue", By::origin);
  ASSERT_EQ(origins.size(), 2u);
  EXPECT_EQ(origins[0].quarter, first);
  EXPECT_EQ(origins[0].count, 2);
  EXPECT_NEAR(origins[0].crps, 0.1, 1e-12);
  EXPECT_NEAR(*origins[0].baseline, 0.3, 1e-12);
  const auto targets = scores_by_quarter(backtest, "revenue", By::target);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[1].quarter, first + 2);
  EXPECT_EQ(targets[1].count, 2);
}

}  // namespace
}  // namespace wafercast
