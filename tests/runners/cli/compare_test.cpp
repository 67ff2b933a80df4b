// Scenarios on common draws through the whole program: compare, and run with several values.

#include <tests/runners/cli/program.hpp>

#include <runners/report/text/text_grid.hpp>

#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;

class Compare : public testing::Program {
 protected:
  static std::string what_if(const std::string& name) {
    return "'" + (scenarios() / "what-if" / (name + ".yaml")).string() + "'";
  }

  nlohmann::json answer(const std::string& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? nlohmann::json::parse(outcome.out) : nlohmann::json();
  }

  void expect_refused(const std::string& arguments, const std::string& why) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr(why)) << arguments;
    EXPECT_TRUE(wrote_nothing());
  }

  static constexpr const char* few = " --as-of 2026-09-10 --paths 4096 ";
};

TEST_F(Compare, LevelsAreThoseOfTheRuns) {
  const auto compared = answer("compare " + base() + " " + what_if("capex_cut") + few + "--json");
  const auto& revenue = compared["others"][0]["metrics"]["revenue"]["periods"]["FY28"];
  for (const auto& [file, key] : {std::pair{base(), "before"}, std::pair{what_if("capex_cut"), "after"}}) {
    const auto forecast = answer("run " + file + few + "--json --out " + key);
    const double p50 = forecast["metrics"]["revenue"]["periods"]["FY28"]["quantiles"]["0.5"]["value"];
    EXPECT_DOUBLE_EQ(revenue[key]["p50"].get<double>(), p50) << key;
  }
  EXPECT_LT(revenue["median_change"]["value"], 0.0);
  EXPECT_EQ(compared["others"][0]["differs"].size(), 5u);
}

TEST_F(Compare, AScenarioIsEqualToItself) {
  const Outcome outcome = run("compare " + base() + " " + base() + few);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Nothing differs"));
  EXPECT_THAT(outcome.out, HasSubstr("the same on every draw"));
}

TEST_F(Compare, WhatNoFigureFeelsIsSaid) {
  const std::string idle = "compare " + base() + " --set cowos.capacity.scale=1" + few;
  EXPECT_THAT(run(idle).out, HasSubstr("cowos.capacity: × 1 changes nothing"));
  EXPECT_EQ(answer(idle + "--json")["others"][0]["idle"].size(), 1u);
  EXPECT_EQ(
      answer("compare " + base() + " --set cowos.capacity.scale=0.9" + few + "--json")["others"][0]["idle"].size(), 0u);
}

TEST_F(Compare, WhatNoFigureFeelsNamesWhatFiguresFeel) {
  const auto idle = answer("compare " + base() + " --set china.cap.scale=2" + few + "--json")["others"][0]["idle"];
  ASSERT_EQ(idle.size(), 1U);
  EXPECT_THAT(idle[0].get<std::string>(), HasSubstr("; of 'export and China' these move revenue: "));
}

TEST_F(Compare, ASmallEffectIsExplained) {
  const std::string cut = "compare " + base() + " --set '*.capex.scale=0.9@2027Q1'" + few;
  const auto other = answer(cut + "--json")["others"][0];
  const auto& year = other["held_back"][0];
  EXPECT_EQ(year["period"], "FY28");
  EXPECT_EQ(other["held_back"][1]["period"], "FY29Q2");
  EXPECT_LT(year["queue_after"], year["queue_before"]) << "less is ordered";
  double before = 0.0;
  for (const auto& limit : year["limits"]) before += limit["before"].get<double>();
  EXPECT_NEAR(before, 1.0, 0.02) << "something holds sales back on every path";
  ASSERT_GE(other["reasons"].size(), 2U);
  EXPECT_THAT(other["reasons"][0].get<std::string>(), HasSubstr("Holds sales back in FY28, before → after: "));
  EXPECT_THAT(other["reasons"][1].get<std::string>(), HasSubstr("Small, because "));
  bool answers = false;
  for (const auto& answer : other["answers"]) {
    if (answer["name"] == "half_again_in_a_year") answers = answer["after"] < answer["before"];
  }
  EXPECT_TRUE(answers);
  const std::string text = run(cut).out;
  for (const char* said : {"Small, because ", "Questions", "half_again_in_a_year"}) EXPECT_THAT(text, HasSubstr(said));
}

TEST_F(Compare, ALargeEffectIsNotCalledSmall) {
  const auto other = answer("compare " + base() + " --set cowos.capacity.scale=0.7" + few + "--json")["others"][0];
  ASSERT_FALSE(other["reasons"].empty());
  for (const auto& reason : other["reasons"]) EXPECT_THAT(reason.get<std::string>(), Not(HasSubstr("Small")));
}

TEST_F(Compare, WhatIsSetIsWhatAFileSays) {
  const std::string of = few + std::string("--metric revenue --period FY28 --json");
  const auto set = answer("compare " + base() + " --set '*.capex.scale=0.67@+2'" + of);
  const auto file = answer("compare " + base() + " " + what_if("capex_cut") + of);
  EXPECT_EQ(set["others"][0]["metrics"], file["others"][0]["metrics"]);
}

TEST_F(Compare, FitsEightyColumns) {
  const Outcome outcome = run("compare " + base() + " " + what_if("capex_cut") + few + "--full");
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 80) << line;
}

TEST_F(Compare, ASweepGoesThroughAGrid) {
  const auto swept =
      answer("run " + base() + few +
             "--set cowos.capacity.scale=0.8,1.0@2027Q1 --set events.tariff=never,2026-12-01 --json --out s");
  ASSERT_EQ(swept["points"].size(), 4u);
  EXPECT_EQ(swept["points"][1]["set"]["events.tariff"], "2026-12-01");
  const auto change = [&](std::size_t point) {
    return swept["points"][point]["metrics"]["revenue"]["periods"]["FY28"]["median_change"]["value"].get<double>();
  };
  EXPECT_LT(change(0), -50e9);
  EXPECT_GT(change(2), change(0));
  EXPECT_TRUE(std::filesystem::exists(folder() / "s" / "sweep.csv"));
  EXPECT_EQ(json("s/manifest.json")["sweep"]["set"].size(), 2u);
  EXPECT_EQ(run("run " + base() + few + "--set events.tariff=never,2026-12-01 --quiet --out s").exit_code, 0)
      << "a sweep takes the place of an earlier one";
}

TEST_F(Compare, ARunWithSettingsReplays) {
  EXPECT_EQ(run("run " + base() + few + "--set cowos.capacity.scale=0.8 --quiet --out r").exit_code, 0);
  const Outcome replayed = run("run --replay r/manifest.json");
  EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
  EXPECT_THAT(replayed.err, HasSubstr("the same bits"));
  EXPECT_EQ(json("r/manifest.json")["scenario"]["set"][0]["name"], "cowos.capacity.scale");
}

TEST_F(Compare, RefusesWhatItCannotDo) {
  expect_refused("compare " + base(), "name two scenarios");
  expect_refused("compare " + base() + " " + base() + " --set a=1", "needs exactly one scenario");
  expect_refused("compare " + base() + " --set cowos.capacty.scale=0.8", "did you mean 'cowos.capacity'?");
  expect_refused("compare " + base() + " " + base() + " --metric revenu", "did you mean 'revenue'?");
  expect_refused("compare " + base() + " " + base() + " --period FY40", "no period in which revenue is forecast");
  expect_refused("compare " + base() + " " + base() + " --paths 1e9", "at most");
  expect_refused("run " + base() + " --set cowos.capacity.scale=0.8,80,0", "a factor of 80");
  expect_refused("run " + base() + " --set a=1,2 --path 3", "a sweep goes without");
}

}  // namespace
}  // namespace wafercast
