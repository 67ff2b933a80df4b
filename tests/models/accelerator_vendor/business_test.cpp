// What is wrong with a scenario's lists and history is said at once, with its place.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

#include <models/accelerator_vendor/model.hpp>

namespace wafercast {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> problems_of(Scenario scenario) {
  scenario.file = "vendor.yaml";
  try {
    const accelerator_vendor::AcceleratorVendor model(scenario);
  } catch (const InputError& error) {
    std::vector<std::string> problems;
    for (const Diagnostic& diagnostic : error.diagnostics()) problems.push_back(to_string(diagnostic));
    return problems;
  }
  return {};
}

class BadBusiness : public ::testing::Test {
 protected:
  StructureItem& item(const std::string& list, std::size_t position) {
    return scenario_.structure.lists.at(list)[position];
  }

  Scenario scenario_ = testing::base_scenario("2025-02-27");
};

TEST_F(BadBusiness, TheBaseScenarioHasNoProblems) {
  EXPECT_THAT(problems_of(scenario_), ElementsAre());
}

TEST_F(BadBusiness, MissingListsAreNamed) {
  scenario_.structure.lists.erase("products");
  scenario_.structure.lists.at("segments").clear();
  EXPECT_THAT(problems_of(scenario_),
              ElementsAre("vendor.yaml: 'structure: products' is missing or empty; name at least one",
                          "vendor.yaml: 'structure: segments' is missing or empty; name at least one",
                          "vendor.yaml: no item of 'structure: products' has market global; "
                          "name at least one product and one customer for each market",
                          "vendor.yaml: no item of 'structure: products' has market china; "
                          "name at least one product and one customer for each market"));
}

TEST_F(BadBusiness, EachMarketNeedsAProductAndACustomer) {
  std::erase_if(scenario_.structure.lists.at("customers"),
                [](const StructureItem& customer) { return customer.name == "china"; });
  EXPECT_THAT(problems_of(scenario_), ElementsAre("vendor.yaml: no item of 'structure: customers' has market china; "
                                                  "name at least one product and one customer for each market"));
}

TEST_F(BadBusiness, UnknownAttributesAndWordsAreNamedWithTheirPlace) {
  item("products", 1).attributes["hbm_bg"] = {"94", {"vendor.yaml", 7, 3}};
  item("products", 2).attributes["hbm_gb"] = {"plenty", {"vendor.yaml", 8, 3}};
  item("customers", 0).attributes["follows"] = {"capx", {"vendor.yaml", 9, 3}};
  EXPECT_THAT(
      problems_of(scenario_),
      ElementsAre("vendor.yaml:7:3: 'hopper' has no attribute 'hbm_bg'; did you mean 'hbm_gb'?",
                  "vendor.yaml:8:3: 'plenty' is no number for hbm_gb; write e.g. 80",
                  "vendor.yaml:9:3: 'capx' is no follows (it is one of: demand, capex); did you mean 'capex'?"));
}

TEST_F(BadBusiness, AnAttributeIsAFiniteNumberFromZeroOn) {
  for (const char* text : {"nan", "inf", "-1", "1e999", "80 GB", ""}) {
    item("products", 2).attributes["hbm_gb"] = {text, {"vendor.yaml", 8, 3}};
    EXPECT_THAT(problems_of(scenario_),
                ElementsAre(std::string("vendor.yaml:8:3: '") + text + "' is no number for hbm_gb; write e.g. 80"));
  }
}

TEST_F(BadBusiness, FiguresThatWereNotReportedAreNamed) {
  scenario_.history.reported.at("inventory").erase(scenario_.last_reported);
  scenario_.history.reported.erase("gaming");
  EXPECT_THAT(problems_of(scenario_),
              ElementsAre("vendor.yaml: 'gaming' of FY25Q4 is not in the history (the model starts from it); "
                          "start from a later as-of date or add the figure to the data"))
      << "and the inventory is carried from the quarter before";
}

// Compute and networking were not split before FY24Q3, and an outlook may be missing: neither is needed.
TEST_F(BadBusiness, TheSplitOfTheDataCenterAndTheOutlookMayBeMissing) {
  scenario_.history.reported.erase("compute");
  scenario_.history.reported.erase("networking");
  scenario_.history.guided.clear();
  scenario_.questions.clear();
  EXPECT_THAT(problems_of(scenario_), ElementsAre());
}

}  // namespace
}  // namespace wafercast
