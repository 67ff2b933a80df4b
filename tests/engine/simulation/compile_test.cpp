#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using testing::driver;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> problems_of(const Scenario& scenario) {
  const textbook::ProductOfLognormals model;
  try {
    const Plan plan = compile(scenario, model);
    plan_questions(scenario.questions, plan);
  } catch (const InputError& error) {
    std::vector<std::string> problems;
    for (const Diagnostic& diagnostic : error.diagnostics()) problems.push_back(to_string(diagnostic));
    return problems;
  }
  return {};
}

Scenario good() {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Lognormal{1000.0, 0.2}),
                      driver("price", "USD/unit", Lognormal{50.0, 0.1})};
  return scenario;
}

TEST(Compile, AGoodScenarioHasNoProblems) {
  EXPECT_THAT(problems_of(good()), ElementsAre());
}

TEST(Compile, EverythingIsReportedAtOnce) {
  Scenario scenario = good();
  scenario.drivers = {driver("unit", "unit/quarter", Constant{1.0}), driver("price", "USD/wafer", Constant{1.0})};
  EXPECT_THAT(problems_of(scenario),
              ElementsAre(HasSubstr("nothing is said about driver 'units'"),
                          AllOf(HasSubstr("the model has no driver 'unit'"), HasSubstr("did you mean 'units'?")),
                          AllOf(HasSubstr("'price' is stated in 'USD/wafer'"), HasSubstr("'USD/unit'"))));
}

TEST(Compile, BeliefsMustFitTheSupport) {
  Scenario scenario = good();
  scenario.drivers[1] = driver("price", "USD/unit", Interval{-5.0, 10.0, 0.9});
  EXPECT_THAT(problems_of(scenario), ElementsAre(HasSubstr("textbook.yaml:1:1")));
}

TEST(Compile, EffectsNameDriversAndUnits) {
  Scenario scenario = good();
  EventBelief event;
  event.name = "strike";
  event.window = {*parse_date("2025-03-01"), *parse_date("2025-12-01")};
  event.effects = {testing::effect(EffectBelief::Action::cut, "prise", Constant{0.5}),
                   testing::effect(EffectBelief::Action::add, "price", Constant{5.0})};
  scenario.events = {event};
  EXPECT_THAT(problems_of(scenario),
              ElementsAre(HasSubstr("did you mean 'price'?"), HasSubstr("cannot act on 'price'")));
}

TEST(Compile, ImpossibleCorrelationsNameTheCulprits) {
  Scenario scenario = good();
  scenario.correlations = {{"units", "price", 1.0, {"textbook.yaml", 3, 1}}};
  EXPECT_THAT(problems_of(scenario), ElementsAre(AllOf(HasSubstr("culprits: "), HasSubstr("nearest"))));
}

TEST(Compile, ImpossibleCorrelationsAreRepairedWhereThatIsAskedAndItIsSaid) {
  Scenario scenario = good();
  scenario.correlations = {{"units", "price", 1.0, {"textbook.yaml", 3, 1}}};
  scenario.repair_correlations = true;
  const Plan plan = compile(scenario, textbook::ProductOfLognormals());
  EXPECT_THAT(plan.notes, ElementsAre(HasSubstr("were repaired: units ~ price: 0.999")));
  EXPECT_EQ(plan.dependence.size(), 1U);
}

TEST(Compile, AGroupHasOneCopula) {
  Scenario scenario = good();
  scenario.correlations = {{"units", "price", 0.5, {"textbook.yaml", 3, 1}, 4.0}};
  const Plan plan = compile(scenario, textbook::ProductOfLognormals());
  ASSERT_EQ(plan.dependence.size(), 1U);
  EXPECT_TRUE(plan.dependence[0].tail);
  EXPECT_EQ(plan.draws[static_cast<std::size_t>(plan.dependence[0].tail_row)].stream, "driver.units.tail");
  scenario.correlations.push_back({"units", "price", 0.4, {"textbook.yaml", 4, 1}, 5.0});
  EXPECT_THAT(problems_of(scenario), ElementsAre(HasSubstr("4 and 5 degrees of freedom are asked for")));
}

TEST(Compile, QuestionsNameMetricsPeriodsAndEvents) {
  Scenario scenario = good();
  const auto question = [](const std::string& metric, Period period, std::vector<Question::Given> given) {
    return Question{.name = "q",
                    .text = "",
                    .where = {"textbook.yaml", 9, 1},
                    .metric = metric,
                    .period = period,
                    .threshold = {},
                    .given = std::move(given)};
  };
  scenario.questions = {question("sale", Period::quarter({2026, 1}), {}), question("sales", Period::year(2030), {}),
                        question("sales", Period::year(2026), {{"strike", true}})};
  EXPECT_THAT(problems_of(scenario), ElementsAre(HasSubstr("did you mean 'sales'?"), HasSubstr("no sales for FY30"),
                                                 HasSubstr("no event 'strike'")));
}

TEST(Compile, ARampTakesTime) {
  Scenario scenario = good();
  EventBelief event;
  event.name = "strike";
  event.where = {"textbook.yaml", 8, 1};
  event.window = {*parse_date("2025-03-01"), *parse_date("2025-06-01")};
  event.probability = 0.5;
  event.effects = {testing::effect(EffectBelief::Action::cut, "units", Constant{0.1})};
  scenario.events = {event};
  EXPECT_THAT(problems_of(scenario), ElementsAre());
  for (const Belief& less : {Belief(Constant{-1.0}), Belief(Interval{-1.0, 1.0, 0.9})}) {
    scenario.events[0].effects[0].ramp_quarters = WrittenBelief{less, "", {"textbook.yaml", 9, 1}};
    EXPECT_THAT(problems_of(scenario), ElementsAre(HasSubstr("textbook.yaml:9:1: a ramp takes less than no time")));
  }
}

TEST(Compile, SaysWhichCorrelationsMoveNothing) {
  Scenario scenario = good();
  scenario.correlations = {{"units", "price", 0.5, {"textbook.yaml", 3, 1}}};
  const textbook::ProductOfLognormals model;
  EXPECT_THAT(compile(scenario, model).idle, ElementsAre());
  scenario.drivers[1] = driver("price", "USD/unit", Constant{50.0});
  EXPECT_THAT(compile(scenario, model).idle,
              ElementsAre("the correlation in line 3 changes nothing: price is the same on every path"));
}

}  // namespace
}  // namespace wafercast
