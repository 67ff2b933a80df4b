// Shares of variance against closed forms. All on seed 1 and 16,384 paths, unless said otherwise: a share's error is
// then about 0.006, and the tolerance of 0.03 is five of them (false alarms below 1e-6 a figure, had the seed been
// free).

#include <tests/engine/insight/grouped_models.hpp>

#include <engine/insight/spread.hpp>
#include <models/textbook/product_of_lognormals.hpp>

#include <cmath>
#include <numbers>

namespace wafercast {
namespace {

using testing::driver;
using ::testing::ElementsAre;
using testing::three_normals;

constexpr double tolerance = 0.03;

Spreads explain(const Scenario& scenario, const Model& model, SpreadOptions options = {}) {
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  return explain_spread(plan, model, sampler, {0}, draw_groups(plan, model), options);
}

double share(const Spread& spread, const std::string& group) {
  for (const GroupShare& candidate : spread.groups) {
    if (candidate.group == group) return candidate.share.value;
  }
  throw std::out_of_range(group);
}

double sum_of(const Spread& spread) {
  double sum = spread.remainder.value;
  for (const GroupShare& group : spread.groups) sum += group.share.value;
  return sum;
}

TEST(Spread, OfASumIsInItsVariances) {
  const Spread spread = explain(three_normals(3.0, 2.0, 1.0), testing::SumModel()).series.at(0);
  EXPECT_NEAR(share(spread, "left"), 9.0 / 14.0, tolerance);
  EXPECT_NEAR(share(spread, "right"), 5.0 / 14.0, tolerance);
  EXPECT_NEAR(spread.remainder.value, 0.001, 5e-4);  // the ridge
  EXPECT_NEAR(sum_of(spread), 1.0, 1e-12);
  EXPECT_NEAR(spread.mean.value, 30.0, 5.0 * std::sqrt(14.0 / 16'384.0));
  EXPECT_NEAR(spread.sd.value, std::sqrt(14.0), 0.1);
  EXPECT_LT(spread.groups.at(0).share.error, 0.02);
  EXPECT_GT(spread.groups.at(0).share.error, 0.001);
}

/// Sobol's first-order indices of a product of lognormals are (e^(s²) − 1) / (e^(s² + t²) − 1); the rest interacts, and
/// Shapley's value gives half of that to each.
TEST(Spread, OfAProductOfLognormalsSharesItsInteraction) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Lognormal{1000.0, 0.4}),
                      driver("price", "USD/unit", Lognormal{50.0, 0.2})};
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  const DrawGroups by_driver{{"units", "price"}, {0, 1}};
  const Spread spread = explain_spread(plan, model, sampler, {0}, by_driver, {}).series.at(0);
  const double units = std::expm1(0.16) / std::expm1(0.20);
  const double price = std::expm1(0.04) / std::expm1(0.20);
  const double interaction = 1.0 - units - price;
  EXPECT_NEAR(share(spread, "units"), units + interaction / 2.0, tolerance);
  EXPECT_NEAR(share(spread, "price"), price + interaction / 2.0, tolerance);
  EXPECT_NEAR(spread.remainder.value, 0.0, tolerance);
}

/// With correlation ρ a term's share is (s² + ρ s t) / Var: Xu and Gertner's example of a linear model.
double correlated_share(double own, double other, double correlation) {
  return (own * own + correlation * own * other) / (own * own + other * other + 2.0 * correlation * own * other);
}

TEST(Spread, OfCorrelatedDriversCountsWhatTheyShare) {
  Scenario scenario = three_normals(2.0, 1.0, 0.0);
  scenario.drivers.pop_back();
  scenario.correlations = {{"a", "b", -0.6, {}}};
  const double correlation = 2.0 * std::sin(std::numbers::pi * -0.6 / 6.0);
  const Spread spread = explain(scenario, testing::SumModel()).series.at(0);
  EXPECT_NEAR(share(spread, "left"), correlated_share(2.0, 1.0, correlation), tolerance);
  EXPECT_NEAR(share(spread, "right"), correlated_share(1.0, 2.0, correlation), tolerance);
  EXPECT_LT(share(spread, "right"), 0.0);
}

/// Draws that depend on each other, as those of a posterior do.
class DependentSampler final : public Sampler {
 public:
  DependentSampler(const std::vector<DrawName>& draws, double correlation)
      : independent_(1, draws), correlation_(correlation) {}

  void fill(std::uint64_t first_path, LaneTable& z) const override {
    independent_.fill(first_path, z);
    z[1] = correlation_ * z[0] + std::sqrt(1.0 - correlation_ * correlation_) * z[1];
  }

 private:
  PhiloxSampler independent_;
  double correlation_;
};

TEST(Spread, OfDependentDrawsCountsWhatTheyShare) {
  Scenario scenario = three_normals(2.0, 1.0, 0.0);
  scenario.drivers.pop_back();
  const testing::SumModel model;
  const Plan plan = compile(scenario, model);
  const DependentSampler sampler(plan.draws, 0.8);
  const Spread spread = explain_spread(plan, model, sampler, {0}, draw_groups(plan, model), {}).series.at(0);
  EXPECT_NEAR(share(spread, "left"), correlated_share(2.0, 1.0, 0.8), tolerance);
  EXPECT_NEAR(share(spread, "right"), correlated_share(1.0, 2.0, 0.8), tolerance);
  EXPECT_NEAR(spread.remainder.value, 0.0, 0.005);
}

TEST(Spread, OfAnEventGoesToTheDriverThatItStrikes) {
  Scenario scenario = three_normals(0.0, 0.0, 0.0);
  scenario.drivers = {driver("a", "USD", Normal{10.0, 1.0}), driver("b", "USD", Constant{10.0})};
  EventBelief event;
  event.name = "strike";
  event.window = {*parse_date("2025-01-27"), *parse_date("2025-01-28")};
  event.probability = 0.2;
  event.effects = {testing::effect(EffectBelief::Action::cut, "b", Constant{0.5})};
  scenario.events = {event};
  const Spread spread = explain(scenario, testing::SumModel()).series.at(0);
  const double of_event = 25.0 * 0.2 * 0.8;
  EXPECT_NEAR(share(spread, "right"), of_event / (1.0 + of_event), tolerance);
  EXPECT_NEAR(spread.remainder.value, 0.0, 0.01);
}

/// z_a · z_b has no part that either explains. A fit to its own 512 paths would credit the 80 idle draws of c with
/// about 160 / 512 of the variance; a fit to others does not.
TEST(Spread, IsNotExplainedByChance) {
  Scenario scenario = testing::textbook_scenario(40);
  scenario.drivers = {driver("a", "USD", Normal{0.0, 1.0}), driver("b", "USD", Normal{0.0, 1.0}),
                      driver("c", "USD", Normal{0.0, 1.0}, {0.1, 0.5})};
  const Spread spread = explain(scenario, testing::ProductModel(), {.paths = 512}).series.at(0);
  EXPECT_NEAR(share(spread, "right"), 0.0, 0.12);
  EXPECT_NEAR(spread.remainder.value, 1.0, 0.15);
}

TEST(Spread, OfACertaintyIsNone) {
  Scenario scenario = three_normals(0.0, 0.0, 0.0);
  for (DriverBelief& belief : scenario.drivers) belief.knots.at(0).value.belief = Constant{0.1};
  scenario.drivers.at(2).knots.at(0).value.belief = Normal{0.0, 1.0};
  const Spread spread = explain(scenario, testing::ProductModel()).series.at(0);
  EXPECT_EQ(spread.sd.value, 0.0);
  EXPECT_EQ(share(spread, "right"), 0.0);
  EXPECT_EQ(spread.remainder.value, 0.0);
}

TEST(Spread, HasTheSameBitsForAnyNumberOfThreads) {
  const auto figures = [](int threads) {
    const Spread spread =
        explain(three_normals(3.0, 2.0, 1.0), testing::SumModel(), {.paths = 4096, .threads = {threads}}).series.at(0);
    return std::vector<double>{spread.mean.value,
                               spread.sd.value,
                               share(spread, "left"),
                               share(spread, "right"),
                               spread.groups.at(0).share.error,
                               spread.remainder.value};
  };
  for (const int threads : {2, 3, 8}) EXPECT_EQ(figures(threads), figures(1));
}

class LogModel final : public testing::GroupedModel {
  void compute(const DriverBlock& drivers, int slice, Lanes& sales) const override { sales = drivers(0, slice).log(); }
};

TEST(Spread, CountsFailedPathsAndExplainsTheOthers) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {driver("a", "USD", Uniform{-1.0, 9.0})};
  const Spreads spreads = explain(scenario, LogModel());
  EXPECT_EQ(spreads.paths, 16'384);
  EXPECT_NEAR(static_cast<double>(spreads.failed_paths), 1638.4, 200.0);  // a tenth, ±5 sd
  EXPECT_TRUE(std::isfinite(share(spreads.series.at(0), "left")));
  EXPECT_GT(share(spreads.series.at(0), "left"), 0.7);
}

class RoundingModel final : public testing::GroupedModel {
  void compute(const DriverBlock& drivers, int slice, Lanes& sales) const override {
    sales = (drivers(0, slice) + drivers(1, slice)) - drivers(0, slice) - drivers(1, slice);
  }
};

TEST(Spread, OfWhatRoundingLeavesIsNone) {
  const Spread spread = explain(three_normals(3.0, 2.0, 1.0), RoundingModel()).series.at(0);
  EXPECT_EQ(spread.sd.value, 0.0);
  EXPECT_EQ(share(spread, "left"), 0.0);
}

}  // namespace
}  // namespace wafercast
