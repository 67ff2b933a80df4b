// The way from consensus to a forecast: it adds up, and its steps are Shapley's values.

#include <engine/insight/driver_draws.hpp>
#include <engine/insight/series_draws.hpp>
#include <engine/scenario/reliance.hpp>
#include <runners/jobs/runs/bridge.hpp>
#include <runners/jobs/runs/series_choice.hpp>

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <set>

namespace wafercast {
namespace {

/// The base scenario with fewer members, which are learnt in a fraction of the time.
class BridgeToAForecast : public ::testing::Test {
 protected:
  BridgeToAForecast() {
    request.file = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios/base.yaml";
    request.read.as_of = *parse_date("2026-09-10");
    Scenario scenario = read(request);
    scenario.conditioning->members = 1024;
    prepared.emplace(prepare(std::move(scenario), request));
  }

  double with(const LearntInPart& in_part, const Conditioning& part) const {
    const auto ranges = in_part.forecast(part);
    EXPECT_TRUE(ranges);
    return ranges ? ranges->front().p50 : 0.0;
  }

  ScenarioRequest request{};
  std::optional<Prepared> prepared{};
};

TEST_F(BridgeToAForecast, OfThreeTermsHasTheStepsOfShapley) {
  const Scenario& scenario = prepared->scenario;
  const LearntInPart in_part(*prepared, request, {choose_series(prepared->plan, "revenue", "FY28")});
  const Conditioning& all = *scenario.conditioning;
  const double whole = with(in_part, all);
  const auto made = bridge(in_part, terms_in_short(scenario), 0, whole);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->steps.size(), 3U);

  // v by set of terms: 1 what beliefs rely on, 2 the record, 4 what the company says.
  std::map<int, double> v;
  for (int set = 0; set < 8; ++set) {
    Conditioning part = all;
    if ((set & 1) == 0) {
      part.reported.clear();
      for (TrendEvidence& trend : part.trends) trend.pool.clear();
    }
    if ((set & 2) == 0) part.trends.clear();
    std::erase_if(part.statements, [&](const StatementEvidence& said) {
      return (set & (is_of_the_company(said, scenario.score, scenario.last_reported) ? 4 : 1)) == 0;
    });
    v[set] = with(in_part, part);
  }
  EXPECT_EQ(v[7], whole);
  EXPECT_EQ(made->published, v[0]);
  double level = made->published;
  for (std::size_t t = 0; t < 3; ++t) {
    const int own = 1 << t, next = 1 << (t + 1) % 3, after = 1 << (t + 2) % 3;
    const double shapley = (v[own] - v[0]) / 3 + (v[own + next] - v[next]) / 6 + (v[own + after] - v[after]) / 6 +
                           (v[7] - v[next + after]) / 3;
    EXPECT_NEAR(made->steps[t].change / whole, shapley / whole, 1e-9) << made->steps[t].what;
    level += made->steps[t].change;
  }
  EXPECT_NEAR(level / whole, 1.0, 1e-12);
}

/// Parts that are learnt side by side say what each says when it is asked for alone.
TEST_F(BridgeToAForecast, RestsOnPartsThatAreLearntSideBySide) {
  const Conditioning& whole = *prepared->scenario.conditioning;
  const std::vector<Conditioning> parts = parts_of_bridge(whole, terms_in_short(prepared->scenario));
  ASSERT_EQ(parts.size(), 7U);
  const std::vector<int> rows{choose_series(prepared->plan, "revenue", "FY28")};
  request.threads = {3};
  const LearntInPart ahead(*prepared, request, rows, parts[1]), when_asked(*prepared, request, rows);
  ahead.learn(parts);
  std::set<double> medians;
  for (const Conditioning& part : parts) {
    EXPECT_EQ(with(ahead, part), with(when_asked, part));
    medians.insert(with(ahead, part));
  }
  EXPECT_EQ(medians.size(), parts.size());
  ASSERT_NE(ahead.sampler(), nullptr);
  const Eigen::MatrixXd drawn =
      draw_series(prepared->plan, *prepared->model, *ahead.sampler(), rows, whole.members, {1});
  EXPECT_EQ(range_of(values_of(drawn, 0)).p50, with(ahead, parts[1]));
}

TEST_F(BridgeToAForecast, EachOwnStatementIsATermOfItsOwn) {
  const BridgeTerms terms = terms_in_full(prepared->scenario);
  EXPECT_THAT(terms.names, ::testing::IsSupersetOf({"reported quarters", "the record",
                                                    "revenue_growth_yoy[FY28], said on 2026-08-26",
                                                    "gross_margin[FY28], said on 2026-08-26", "cowos_wafers, estimates",
                                                    "what was said of past quarters"}));
  EXPECT_EQ(std::set(terms.names.begin(), terms.names.end()).size(), terms.names.size());
  EXPECT_EQ(terms.statements.size(), prepared->scenario.conditioning->statements.size());
}

TEST_F(BridgeToAForecast, StartsFromTheNewestConsensus) {
  const Scenario& scenario = prepared->scenario;
  const LearntInPart in_part(*prepared, request, {choose_series(prepared->plan, "revenue", "FY28")});
  const BridgeTerms terms = terms_in_short(scenario);
  const auto made = bridge(in_part, terms, 0, 1.0);
  ASSERT_TRUE(made && made->consensus);
  EXPECT_EQ(made->consensus, scenario.history.expected_at("revenue", Period::year(2028), scenario.as_of)->value);
}

}  // namespace
}  // namespace wafercast
