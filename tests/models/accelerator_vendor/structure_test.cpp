// Products and customers are lists of the scenario: one more needs no code.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::agree;
using testing::on_every_path;
using testing::Paths;
using testing::Sample;

/// A twin of an item at the end of its list, with copies of all of the item's drivers.
void add_twin(Scenario& scenario, const std::string& list, const std::string& of, const std::string& name) {
  auto& items = scenario.structure.lists.at(list);
  StructureItem twin = *std::ranges::find(items, of, &StructureItem::name);
  twin.name = name;
  items.push_back(twin);
  const std::vector<DriverBelief> drivers = scenario.drivers;
  for (DriverBelief driver : drivers) {
    if (!driver.name.starts_with(of + ".")) continue;
    driver.name.replace(0, of.size(), name);
    scenario.drivers.push_back(driver);
  }
}

TEST(Structure, ASixthHyperscalerIsAName) {
  Scenario scenario = testing::base_scenario("2025-02-27");
  const Sample five(scenario, 256);
  add_twin(scenario, "customers", "oracle", "xai");
  testing::fix(scenario, "xai.share", 0.10);
  const Sample six(scenario, 256);
  for (int q = 0; q < six.quarters(); ++q) {
    SCOPED_TRACE("quarter " + std::to_string(q));
    EXPECT_TRUE(on_every_path(six("xai_revenue", q) > 0.0));
    EXPECT_TRUE(on_every_path(six.driver("meta.capex", q) == five.driver("meta.capex", q)));
    Paths sum = Paths::Zero(six.paths());
    for (const StructureItem& customer : scenario.structure.lists.at("customers"))
      sum += six(customer.name + "_revenue", q);
    EXPECT_TRUE(agree(sum, six("data_center", q), sum));
  }
  const Paths share = six("xai_revenue", 0) / six("data_center", 0);
  EXPECT_GT(share.minCoeff(), 0.03);
  EXPECT_LT(share.maxCoeff(), 0.20);
}

TEST(Structure, ASuccessorOfRubinIsAName) {
  Scenario scenario = testing::base_scenario("2025-02-27");
  const Sample before(scenario, 256);
  add_twin(scenario, "products", "rubin", "feynman");
  testing::fix(scenario, "feynman.ramp_start", 2026.0);
  const Sample after(scenario, 256);
  EXPECT_TRUE(on_every_path(after("feynman_revenue", 0) == 0.0));
  EXPECT_TRUE(agree(after("revenue", 0), before("revenue", 0), before("revenue", 0)));
  EXPECT_TRUE(on_every_path(after("feynman_revenue", 5) > 0.0));
  EXPECT_GT(after("feynman_revenue", 7).mean(), 0.2 * after("compute", 7).mean());
  Paths sum = Paths::Zero(after.paths());
  for (const StructureItem& product : scenario.structure.lists.at("products"))
    sum += after(product.name + "_revenue", 7);
  EXPECT_TRUE(agree(sum, after("compute", 7), sum));
}

TEST(Structure, AProductWithoutRampStartIsRefusedLikeOneWithoutPrice) {
  for (const char* driver : {"feynman.ramp_start", "feynman.price"}) {
    Scenario scenario = testing::base_scenario("2025-02-27");
    add_twin(scenario, "products", "rubin", "feynman");
    std::erase_if(scenario.drivers, [&](const DriverBelief& belief) { return belief.name == driver; });
    try {
      const Sample sample(scenario, 64);
      FAIL() << "runs without " << driver;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr(std::string("nothing is said about driver '") + driver));
    }
  }
}

}  // namespace
}  // namespace wafercast
