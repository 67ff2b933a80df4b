#include <engine/record/growth_rule.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace wafercast {
namespace {

/// A company that grows by 5 % a quarter and beats its outlook by 2 %.
std::vector<ReportedQuarter> steady(int quarters) {
  std::vector<ReportedQuarter> record;
  for (int q = 0; q < quarters; ++q) {
    const double revenue = 100.0 * std::exp(0.05 * q);
    record.push_back({revenue, revenue * std::exp(0.03)});
  }
  return record;
}

TEST(ReturnToMean, GoesBackGeometricallyAndAveragesItsWays) {
  const ReturnToMean one{.persistence = {0.5}, .windows = {0}, .toward = 0.05, .toward_quarters = 4.0};
  const std::vector<double> growths(20, 0.05);
  const std::vector<double> after = one.after(0.25, growths, 3);
  EXPECT_NEAR(after[0], 0.15, 1e-12);
  EXPECT_NEAR(after[1], 0.10, 1e-12);
  EXPECT_NEAR(after[2], 0.075, 1e-12);
  const ReturnToMean both{.persistence = {0.0, 1.0}, .windows = {0}, .toward = 0.05, .toward_quarters = 4.0};
  EXPECT_NEAR(both.after(0.25, growths, 1)[0], 0.15, 1e-12);
}

TEST(ReturnToMean, ShrinksAShortRecordAndLooksAsFarBackAsItIsTold) {
  std::vector<double> growths(12, 0.0);
  growths.insert(growths.end(), 4, 0.10);
  const ReturnToMean recent{.persistence = {0.0}, .windows = {4}, .toward = 0.05, .toward_quarters = 4.0};
  EXPECT_NEAR(recent.after(0.3, growths, 1)[0], 0.075, 1e-12);
  const ReturnToMean whole{.persistence = {0.0}, .windows = {0}, .toward = 0.05, .toward_quarters = 4.0};
  EXPECT_NEAR(whole.after(0.3, growths, 1)[0], 0.6 / 20.0, 1e-12);
}

TEST(GrowthRule, OfASteadyCompanyGoesOn) {
  const auto record = steady(20);
  const RuleForecast forecast = rule_forecast({}, record, 4).value();
  for (std::size_t h = 0; h < 4; ++h) {
    EXPECT_NEAR(forecast.centre[h], std::log(record.back().revenue) + 0.05 * (static_cast<double>(h) + 1.0), 0.004);
  }
}

TEST(GrowthRule, WhatIsGoneIsNoBasisOfGrowth) {
  auto record = steady(20);
  record.back().revenue *= 1.10;  // a one-off of a tenth, which the outlook leaves out
  const double with = rule_forecast({}, record, 4)->centre[3];
  record.back().one_off = record.back().revenue * (1.0 - 1.0 / 1.10);
  const double without = rule_forecast({}, record, 4)->centre[3];
  EXPECT_LT(with, without - 0.05);
  EXPECT_NEAR(without, rule_forecast({}, steady(20), 4)->centre[3], 0.06) << "it is in the record of growth and beats";
}

TEST(GrowthRule, NeedsAnOutlookAndABeat) {
  auto record = steady(20);
  record.back().outlook.reset();
  EXPECT_FALSE(rule_forecast({}, record, 4));
  EXPECT_FALSE(rule_forecast({}, steady(1), 4));
  EXPECT_FALSE(rule_forecast({}, {}, 4));
}

TEST(RuleValues, OfTheFirstQuarterAreThoseOfAStudentT) {
  const RuleForecast forecast{{4.0, std::log(50.0), 0.03}, {std::log(50.0)}};
  const auto values = rule_values({}, forecast, 1000);
  ASSERT_EQ(values.size(), 1u);
  // The 95 % point of t with four degrees is 2.1318, its 75 % point 0.7407.
  EXPECT_NEAR(std::log(values[0][949] / 50.0), 0.03 * 2.1274, 0.0005);
  EXPECT_NEAR(std::log(values[0][749] / 50.0), 0.03 * 0.7388, 0.0005);
}

// Variances of independent errors add up: t₄ has twice its squared scale. The tails beyond the grid are cut, hence 3 %.
TEST(RuleValues, SpreadByCalmAndBreaks) {
  GrowthRule rule;
  rule.calm = 0.02;
  rule.break_probability = 0.2;
  rule.break_sd = 0.2;
  const RuleForecast forecast{{4.0, 0.0, 0.02}, {0.0, 0.1, 0.2}};
  const auto values = rule_values(rule, forecast, 4000);
  for (std::size_t h = 0; h < 3; ++h) {
    double square = 0.0;
    for (const double value : values[h]) {
      const double error = std::log(value) - forecast.centre[h];
      square += error * error / 4000.0;
    }
    const double expected = 2.0 * 0.02 * 0.02 + static_cast<double>(h) * (0.8 * 2.0 * 0.02 * 0.02 + 0.2 * 0.2 * 0.2);
    EXPECT_NEAR(square / expected, 1.0, 0.03) << h;
  }
}

}  // namespace
}  // namespace wafercast
