// The outlook overrules the chain for the quarter that it was given for, by its weight.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::fix;
using testing::Paths;
using testing::Sample;

class Guidance : public ::testing::TestWithParam<std::string> {
 protected:
  Guidance() {
    scenario_.events.clear();
    scenario_.questions.clear();
    fix(scenario_, "guidance.revenue_surprise", 0.0);
    fix(scenario_, "guidance.margin_surprise", 0.0);
    fix(scenario_, "inventory.write_down", 0.0);  // the outlook counts on ordinary provisions alone
  }

  double guided(const std::string& metric) const { return *scenario_.history.guided_at(metric, scenario_.first); }

  Scenario scenario_ = testing::base_scenario(GetParam());
};

TEST_P(Guidance, OfFullWeightIsMet) {
  fix(scenario_, "guidance.weight", 1.0);
  const Sample sample(scenario_);
  const Paths ones = Paths::Ones(sample.paths());
  EXPECT_TRUE(testing::agree(sample("revenue", 0) / guided("revenue"), ones, ones, 1e-6));
  EXPECT_TRUE(testing::agree(sample("gross_margin", 0), guided("gross_margin") * ones, ones, 1e-6));
  EXPECT_TRUE(testing::agree(sample("revenue_surprise", 0), 0.0 * ones, ones, 1e-6));
}

TEST_P(Guidance, SurprisesAddToIt) {
  fix(scenario_, "guidance.weight", 1.0);
  fix(scenario_, "guidance.revenue_surprise", 0.03);
  fix(scenario_, "guidance.margin_surprise", -0.01);
  const Sample sample(scenario_);
  const Paths ones = Paths::Ones(sample.paths());
  EXPECT_TRUE(testing::agree(sample("revenue", 0) / guided("revenue"), std::exp(0.03) * ones, ones, 1e-6));
  EXPECT_TRUE(testing::agree(sample("gross_margin", 0), (guided("gross_margin") - 0.01) * ones, ones, 1e-6));
}

TEST_P(Guidance, OfNoWeightSaysNothing) {
  fix(scenario_, "guidance.weight", 0.0);
  const Sample without_weight(scenario_);
  scenario_.history.guided.at("revenue").clear();
  scenario_.history.guided.at("gross_margin").clear();
  const Sample without_guidance(scenario_);
  for (const int q : {0, 1, 7}) {
    EXPECT_TRUE(
        testing::agree(without_weight("revenue", q), without_guidance("revenue", q), without_guidance("revenue", q)));
    EXPECT_TRUE(testing::agree(without_weight("gross_margin", q), without_guidance("gross_margin", q),
                               without_guidance("gross_margin", q)));
  }
}

// Data center alone takes the weight: in logs, half of the way from the chain to what the outlook leaves for it.
TEST_P(Guidance, OfHalfWeightGoesHalfTheWay) {
  const auto data_center = [&](double weight) {
    fix(scenario_, "guidance.weight", weight);
    return Sample(scenario_)("data_center", 0);
  };
  const Paths chain = data_center(0.0);
  const Paths half = data_center(0.5);
  const Paths outlook = data_center(1.0);
  EXPECT_TRUE(testing::agree(half, (chain * outlook).sqrt(), outlook));
}

INSTANTIATE_TEST_SUITE_P(BaseScenario, Guidance, ::testing::Values("2024-11-21", "2025-02-27"),
                         [](const auto& instance) { return "In" + instance.param.substr(0, 4); });

}  // namespace
}  // namespace wafercast
