// A forecast by beliefs alone, by the record alone, and by both: what each learns from, and that no two are taken for
// one another.

#include <tests/temporary_folder.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/jobs/runs/run.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

constexpr Reliance all_of_them[] = {Reliance::both, Reliance::beliefs, Reliance::record};

RunRequest relying(Reliance reliance) {
  const std::filesystem::path base = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios/base.yaml";
  RunRequest request{.scenario = {.file = base, .reliance = reliance}, .paths = 640};
  request.scenario.read.as_of = *parse_date("2026-09-10");
  return request;
}

Scenario scenario_by(Reliance reliance) {
  return read(relying(reliance).scenario);
}

bool is_said(const Scenario& scenario, const std::string& metric, const std::string& period) {
  return std::ranges::any_of(scenario.conditioning->statements, [&](const StatementEvidence& said) {
    return said.metric == metric && to_string(said.period) == period;
  });
}

TEST(Reliance, EachLearnsFromItsOwn) {
  const Scenario both = scenario_by(Reliance::both);
  ASSERT_TRUE(is_said(both, "revenue_growth_yoy", "FY28"));
  ASSERT_TRUE(is_said(both, "gross_margin", "FY27Q4"));

  const Scenario beliefs = scenario_by(Reliance::beliefs);
  EXPECT_TRUE(beliefs.conditioning->trends.empty());
  EXPECT_EQ(beliefs.conditioning->reported.size(), both.conditioning->reported.size());
  EXPECT_FALSE(is_said(beliefs, "revenue_growth_yoy", "FY28")) << "the company's own forecast";
  EXPECT_FALSE(is_said(beliefs, "gross_margin", "FY27Q4"));
  EXPECT_TRUE(is_said(beliefs, "gross_margin", "FY26Q4")) << "was reported since";
  EXPECT_TRUE(is_said(beliefs, "cowos_wafers", "FY28")) << "of a driver";

  const Scenario record = scenario_by(Reliance::record);
  EXPECT_EQ(record.conditioning->trends.size(), both.conditioning->trends.size());
  EXPECT_TRUE(record.conditioning->reported.empty());
  EXPECT_TRUE(record.conditioning->statements.empty());
}

TEST(Reliance, NoneIsTakenForAnother) {
  const test::TemporaryFolder cache;
  std::set<std::string> learnt, forecast, recalled;
  for (const Reliance reliance : all_of_them) {
    RunRequest request = relying(reliance);
    learnt.insert(scenario_by(reliance).evidence_digest);
    request.scenario.cache = cache.path();
    forecast.insert(run(request, {})->description.summary_digest);
    recalled.insert(run(request, {})->description.summary_digest);
  }
  EXPECT_EQ(learnt.size(), 3U);
  EXPECT_EQ(forecast.size(), 3U);
  EXPECT_EQ(recalled, forecast);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(cache.path()), {}), 3);
}

TEST(Reliance, WhatEachSaysAloneStandsBesideBoth) {
  const test::TemporaryFolder cache;
  RunRequest request = relying(Reliance::both);
  request.paths = 16'384;
  request.scenario.cache = cache.path();
  request.told = Told::beliefs_and_record;
  const BeliefsAndRecord all = run(request, {})->description.beliefs_and_record;
  const std::vector<EachAlone>& told = all.alone;
  const auto is_wafers = [](const Requirement& one) {
    return one.metric == "cowos_wafers" && to_string(one.period) == "FY28";
  };
  const auto wafers = std::ranges::find_if(all.takes, is_wafers);
  ASSERT_NE(wafers, all.takes.end());
  EXPECT_FALSE(wafers->said.empty());
  EXPECT_EQ(wafers->is_outside,
            wafers->forecast.p50 < wafers->believed.p5 || wafers->forecast.p50 > wafers->believed.p95);
  const auto learnt = [&] { return std::distance(std::filesystem::directory_iterator(cache.path()), {}); };
  EXPECT_EQ(learnt(), 7) << "both; from fewer members each alone, and four more for the way to the forecast";
  for (const auto& [reliance, of] :
       {std::pair{Reliance::beliefs, &EachAlone::beliefs}, {Reliance::record, &EachAlone::record}}) {
    request.scenario.reliance = reliance;
    const auto alone = run(request, {});
    EXPECT_TRUE(alone->description.beliefs_and_record.alone.empty()) << "it is alone already";
    int compared = 0;
    for (const EachAlone& one : told) {
      const auto metric = std::ranges::find(alone->forecast.metrics, one.metric, &MetricForecast::name);
      const double median = metric->periods.at(one.period).quantiles.at(0.5).value;
      EXPECT_NEAR((one.*of).p50 / median, 1.0, 0.03) << one.metric << " " << to_string(one.period);
      ++compared;
    }
    EXPECT_EQ(compared, 50) << "five metrics in eight quarters and two years";
  }
  EXPECT_EQ(learnt(), 9) << "once more each, from all members; without a bridge of its own";
}

TEST(Reliance, WhatHasNoNameIsToldWhereItIsFarFromOne) {
  const auto told = [](Reliance reliance) {
    RunRequest request = relying(reliance);
    request.paths = 1024;  // fewer are a glance, and told of nothing beside the forecast
    request.told = Told::beliefs_and_record;
    return run(request, {})->description.beliefs_and_record;
  };
  const BeliefsAndRecord record = told(Reliance::record);
  ASSERT_TRUE(record.unnamed) << "the record alone moves what has no name";
  EXPECT_TRUE(record.unnamed->period.is_year());
  EXPECT_GT(std::abs(std::log(record.unnamed->factor.p50)), std::log(1.25));
  EXPECT_FALSE(record.contradicted.empty());
  EXPECT_FALSE(told(Reliance::beliefs).unnamed) << "without the record it stays as it was believed";
}

TEST(Reliance, AWhatIfLearnsNothingMore) {
  const test::TemporaryFolder cache;
  RunRequest request = relying(Reliance::both);
  request.scenario.file = request.scenario.file.parent_path() / "what-if/capex_cut.yaml";
  request.scenario.cache = cache.path();
  request.told = Told::beliefs_and_record;
  EXPECT_TRUE(run(request, {})->description.beliefs_and_record.alone.empty());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(cache.path()), {}), 1);
}

TEST(Reliance, WithoutARecordThereIsNoneToRelyOn) {
  Scenario scenario = scenario_by(Reliance::both);
  scenario.conditioning->trends.clear();
  try {
    relying_on(Reliance::record, scenario);
    ADD_FAILURE() << "it was read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("no trend of the record to rely on"));
  }
}

TEST(Reliance, ANameThatIsNoneIsRefusedWithThoseThatAre) {
  for (const Reliance reliance : all_of_them) EXPECT_EQ(read_reliance(std::string(name_of(reliance))), reliance);
  try {
    read_reliance("belief");
    ADD_FAILURE() << "it was read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'beliefs'?"));
  }
}

}  // namespace
}  // namespace wafercast
