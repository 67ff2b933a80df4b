#include <tests/engine/insight/grouped_models.hpp>

#include <engine/insight/series_draws.hpp>
#include <engine/insight/waterfall.hpp>

#include <limits>
#include <numeric>

namespace wafercast {
namespace {

std::vector<double> counted(double from) {
  std::vector<double> values(800);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = from + static_cast<double>(i % 100);
  return values;
}

TEST(Level, IsTheMedianOfAllAndOfEachPart) {
  const Level level = level_of(counted(0.0));
  EXPECT_EQ(level.median, 49.5);
  EXPECT_EQ(level.of_parts, std::vector<double>(level_parts, 49.5));
}

TEST(Level, LeavesFailedPathsOut) {
  std::vector<double> values = counted(0.0);
  for (std::size_t i = 0; i < values.size(); i += 100) values[i] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(level_of(values).median, 50.0);
}

TEST(Waterfall, AddsUp) {
  const std::vector<LevelAfter> levels = {{"one", {}, level_of(counted(3.0))},
                                          {"two", {"a", "b"}, level_of(counted(-2.0))},
                                          {"three", {}, level_of(counted(7.0))}};
  const Waterfall waterfall = telescoped("revenue", "USD", Period::year(2026), level_of(counted(0.0)), levels);
  double sum = waterfall.from.value;
  for (const WaterfallStep& step : waterfall.steps) sum += step.change.value;
  EXPECT_EQ(sum, waterfall.to().value);
  EXPECT_EQ(waterfall.change.value, waterfall.to().value - waterfall.from.value);
  EXPECT_EQ(waterfall.steps.at(1).change.value, -5.0);
  EXPECT_EQ(waterfall.steps.at(1).details.size(), 2u);
}

TEST(Waterfall, WithoutNewsStaysWhereItWas) {
  const Waterfall waterfall = telescoped("revenue", "USD", Period::year(2026), level_of(counted(4.0)), {});
  EXPECT_EQ(waterfall.to().value, waterfall.from.value);
  EXPECT_EQ(waterfall.change.value, 0.0);
}

/// Two readings with the same draws: their difference is known better than either.
TEST(Waterfall, KnowsDifferencesOfTheSameDrawsBetterThanLevels) {
  const auto level = [](double shift) {
    Scenario scenario = testing::textbook_scenario();
    scenario.drivers = {testing::driver("a", "USD", Normal{shift, 1.0})};
    const testing::SumModel model;
    const Plan plan = compile(scenario, model);
    const Eigen::MatrixXd values = draw_series(plan, model, PhiloxSampler(1, plan.draws), {0}, 8000, {2});
    return level_of({values.data(), values.data() + values.rows()});
  };
  const Waterfall waterfall = telescoped("sales", "USD", Period::year(2026), level(0.0), {{"news", {}, level(0.5)}});
  EXPECT_NEAR(waterfall.change.value, 0.5, 1e-9);
  EXPECT_LT(waterfall.change.error, 1e-9);
  EXPECT_GT(waterfall.from.error, 0.003);  // 1.25 / √8000 = 0.014 in theory
  EXPECT_LT(waterfall.from.error, 0.04);
}

TEST(SeriesDraws, AreThoseOfThePathsForAnyNumberOfThreads) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {testing::driver("a", "USD", Normal{0.0, 1.0})};
  const testing::SumModel model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  const Eigen::MatrixXd some = draw_series(plan, model, sampler, {0, 1}, 100, {1});
  const Eigen::MatrixXd more = draw_series(plan, model, sampler, {0, 1}, 1000, {3});
  EXPECT_EQ(some, more.topRows(100));
  BlockRunner runner(plan, model, sampler);
  EXPECT_EQ(some(70, 1), runner.run(64, block_lanes).values[1][6]);
}

}  // namespace
}  // namespace wafercast
