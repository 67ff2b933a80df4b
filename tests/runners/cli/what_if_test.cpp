// What-ifs through the whole program: a supposition does what it says, a belief is learnt, the result says which was
// which.

#include <tests/runners/cli/program.hpp>

#include <algorithm>

namespace wafercast {
namespace {

using testing::Outcome;

class WhatIf : public testing::Program {
 protected:
  /// A child of the base scenario, beside the folder in which the program runs.
  std::string child(const std::string& name, const std::string& text) const {
    const auto file = aside() / (name + ".yaml");
    const std::string parent = std::filesystem::relative(scenarios() / "base.yaml", aside()).generic_string();
    testing::write_file(file, "wafercast: scenario/1\nname: " + name + "\nextends: " + parent + "\n" + text);
    return "'" + file.string() + "'";
  }

  nlohmann::json forecast(const std::string& scenario, const std::string& more = "") const {
    const Outcome outcome = run("run " + scenario + " --as-of 2025-08-28 --paths 4096 --json " + more);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? nlohmann::json::parse(outcome.out) : nlohmann::json();
  }

  static double median(const nlohmann::json& forecast, const std::string& metric, const std::string& period) {
    return forecast["metrics"][metric]["periods"][period]["quantiles"]["0.5"]["value"].get<double>();
  }

  std::string digest(const std::string& folder) const {
    return json(folder + "/manifest.json")["run"]["summary_digest"].get<std::string>();
  }
};

// The examples of what used to be answered wrongly without a word; docs/adr/0008 has their figures.
TEST_F(WhatIf, LevelsThatAreSupposedAreNotCalibratedAway) {
  const auto without = forecast(base());
  const auto share = forecast(child("share", "override: {cowos.vendor_share: {now: 40% to 50% (80%)}}\n"));
  EXPECT_LT(median(share, "revenue", "FY26Q4"), 0.85 * median(without, "revenue", "FY26Q4"));
  const auto restated = forecast(child("price", "override: {blackwell.price: {now: 25500 to 36500 (80%)}}\n"));
  const auto scaled = forecast(child("scaled", "override: {blackwell.price: {scale: 0.85}}\n"));
  EXPECT_LT(median(restated, "revenue", "FY26Q3"), 0.93 * median(without, "revenue", "FY26Q3"));
  EXPECT_NEAR(median(restated, "revenue", "FY26Q3") / median(scaled, "revenue", "FY26Q3"), 1.0, 0.02);
  const auto later = forecast(child("later", "override: {cowos.capacity: {delay: 2 quarters}}\n"));
  EXPECT_LT(median(later, "revenue", "FY27"), median(without, "revenue", "FY27"));
}

// The ensemble learns from logarithms; nobody else reads them.
TEST_F(WhatIf, AConflictIsToldInTheUnitsOfItsFigures) {
  const Outcome outcome =
      run("run " +
          child("conflict",
                "observe:\n  statements:\n"
                "    - {of: 'hyperscale[FY25Q3]', value: 1500bn USD, error: 1%, sources: [q3-fy25]}\n"
                "    - {of: 'gross_margin[FY27]', value: 10%, error: 0.5pt, sources: [q4-fy25]}\n") +
          " --as-of 2025-08-28 --paths 64");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, ::testing::HasSubstr("1.5 T USD reported, the prior says "));
  EXPECT_THAT(outcome.err, ::testing::ContainsRegex("the prior says [0-9.]+ bn USD .+ %"));
  EXPECT_THAT(outcome.err, ::testing::HasSubstr(": 10 % reported, the prior says "));
}

TEST_F(WhatIf, ASuppositionThatChangesNothingGivesTheSameBits) {
  forecast(base(), "--out base");
  forecast(child("same", "override:\n  cowos.capacity: {scale: 1}\n  cowos.wafer_price: {now: 6000 to 9000 (80%)}\n"),
           "--out same");
  EXPECT_EQ(digest("base"), digest("same"));
}

constexpr const char* mixed =
    "override:\n  cowos.capacity: {delay: 2 quarters, from: 2026Q1}\n  \"*.capex\": {scale: 0.67, from: +3}\n"
    "  alphabet.custom_silicon: {scale: 2}\n  events.export_tightening: {happens: 2025-11-15}\n"
    "believe:\n  networking.attach: 25% to 30% (80%)\nremove: [events.digestion]\n";

TEST_F(WhatIf, TheResolvedScenarioGivesTheSameBitsWhereItLies) {
  forecast(child("mixed", mixed), "--out first");
  const Outcome again = run("run first/scenario.yaml --paths 4096 --quiet --out second");
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(digest("first"), digest("second"));
  EXPECT_EQ(json("first/manifest.json")["scenario"]["hash"], json("second/manifest.json")["scenario"]["hash"]);
}

TEST_F(WhatIf, ResultsBeginWithWhatTheScenarioChanges) {
  const Outcome outcome = run("run " + child("mixed", mixed) + " --as-of 2025-08-28 --paths 4096 --assumptions");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto at = [&](const std::string& text) { return outcome.out.find(text); };
  EXPECT_LT(at("What this scenario changes"), at("Revenue\n"));
  for (const char* text :
       {"2 quarters later from 2026Q1", "mixed.yaml:5", "× 0.67 from +3", "happens on 2025-11-15", "learnt ",
        "believing otherwise moves revenue[FY27] p50 from", "alphabet.custom_silicon is held at the bound",
        "left out with events.digestion: the question next_year_in_a_digestion", "▸ networking.attach"}) {
    EXPECT_NE(at(text), std::string::npos) << text;
  }
}

TEST_F(WhatIf, TheForecastFileHoldsTheChanges) {
  const auto changes = forecast(child("mixed", mixed))["changes"];
  ASSERT_FALSE(changes.is_null());
  const auto& list = changes["list"];
  const auto capacity = std::ranges::find_if(list, [](const auto& c) { return c["on"] == "cowos.capacity"; });
  ASSERT_NE(capacity, list.end());
  const auto& figures = (*capacity)["figures"][0];
  EXPECT_LT(figures["after"]["p50"].get<double>(), figures["before"]["p50"].get<double>());
  EXPECT_EQ(changes["moved"].size(), 2u);
  for (const auto& limit : changes["limited"]) EXPECT_EQ(limit["driver"], "alphabet.custom_silicon");
  EXPECT_GT(changes["limited"][0]["paths"].get<int>(), 1000) << "of 4096: half of alphabet's chips are its own";
}

// Forced on one day instead of spread over the horizon: FY26Q1's margin takes the whole of the charge.
TEST_F(WhatIf, AnEventThatHappensOnADayStrikesThatQuarter) {
  const auto margin = [&](const std::string& text) {
    const Outcome outcome = run("run " + child("rules", text) + " --as-of 2025-02-28 --paths 4096 --json");
    return median(nlohmann::json::parse(outcome.out), "gross_margin", "FY26Q1");
  };
  const double never = margin("override: {events.export_tightening: {happens: never}}\n");
  EXPECT_LT(margin("override: {events.export_tightening: {happens: 2025-04-09}}\n"), never - 0.03);
  EXPECT_LT(margin("events: {export_tightening: {from: 2025-04, probability: 100%}}\n"), never - 0.03);
}

TEST_F(WhatIf, EventsAndMetricsOfItsOwnCanBeAskedAbout) {
  const auto asked = forecast(child(
      "own",
      "correlations: [{between: [hbm.price, cowos.capacity], rank: -0.4, copula: {student: 4}}]\n"
      "events:\n  answer: {window: as_of..end, probability: 60%, require: export_tightening, effects: [{on: "
      "china.demand, cut: 50%}]}\n  relief: {window: as_of..end, probability: 20%, exclude: [export_tightening]}\n"
      "metrics: {bookings: revenue + Δbacklog}\n"
      "questions: {ban: 'revenue[FY27] given export_tightening', after: 'revenue[FY27] given answer', booked: "
      "'P(bookings[FY27] > 100bn)'}\n"));
  const auto paths = [&](const char* question) { return asked["questions"][question]["paths"].get<double>(); };
  EXPECT_NEAR(paths("after") / paths("ban"), 0.6, 0.1) << "given that it came";
  EXPECT_GT(asked["questions"]["booked"]["probability"]["value"].get<double>(), 0.5);
  EXPECT_EQ(asked["metrics"]["bookings"]["unit"], "USD");
}

TEST_F(WhatIf, ADriverOfTheAnchorRefusesToBeSupposed) {
  for (const std::string driver :
       {"demand.tightness", "hbm.headroom", "microsoft.share", "guidance.revenue_surprise"}) {
    const Outcome outcome = run("run " + child("tight", "override: {" + driver + ": {scale: 0.7}}\n"));
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_NE(outcome.err.find("to suppose something of '" + driver + "' changes nothing"), std::string::npos);
    EXPECT_NE(outcome.err.find("under 'believe'"), std::string::npos) << outcome.err;
  }
  EXPECT_EQ(run("run " + child("believed", "believe: {demand.tightness: {scale: 1.3}}\n") + " --paths 256").exit_code,
            0);
}

TEST_F(WhatIf, ThresholdsSayWhatTheyAreMeasuredIn) {
  const auto refused = [&](const std::string& question) {
    const Outcome outcome = run("run " + child("asks", "questions: {q: '" + question + "'}\n"));
    EXPECT_EQ(outcome.exit_code, 2) << question;
    return outcome.err;
  };
  EXPECT_NE(refused("P(revenue[+1] > 200)").find("write 200bn"), std::string::npos);
  EXPECT_NE(refused("P(revenue[+1] > 200e9)").find("write 200bn"), std::string::npos);
  EXPECT_NE(refused("P(gross_margin[+1] >= 75)").find("write 75%"), std::string::npos);
  EXPECT_NE(refused("P(gross_margin[+1] >= 0.75)").find("write 75%"), std::string::npos);
  EXPECT_NE(refused("P(revenue[+1] > 75%)").find("revenue is in USD"), std::string::npos);
  EXPECT_NE(refused("P(gross_margin[+1] > 2bn)").find("gross_margin is in %"), std::string::npos);
  EXPECT_NE(refused("P(eps[+1] > 2)").find("write 2 USD/share"), std::string::npos);
  EXPECT_EQ(run("run " + child("asks", "questions: {q: 'P(free_cash_flow[+1] > 0)'}\n") + " --paths 256").exit_code, 0);
}

TEST_F(WhatIf, ThoseThatAreShippedRun) {
  for (const auto& file : std::filesystem::directory_iterator(scenarios() / "what-if")) {
    const Outcome outcome = run("run '" + file.path().string() + "' --paths 256 --quiet");
    EXPECT_EQ(outcome.exit_code, 0) << file.path() << outcome.err;
  }
}

// A price that no double can carry through the model: every path fails, the run says so and has exit code 3, and its
// result is still written, with what failed counted in it.
TEST_F(WhatIf, PathsThatFailAreCountedAndHaveTheirExitCode) {
  const std::string dear = child("dear",
                                 "override:\n  blackwell.price: {now: 1e305 USD/package}\n"
                                 "  rubin.price: {now: 1e305 USD/package}\n");
  const Outcome outcome = run("run " + dear + " --paths 64 --out result");
  EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
  EXPECT_THAT(outcome.out, ::testing::HasSubstr("64 of 64 paths failed"));
  EXPECT_EQ(json("result/forecast.json")["run"]["failed_paths"], 64);
}

// What a scenario says and no figure feels is said first, and what is felt is not.
TEST_F(WhatIf, WhatChangesNothingIsSaid) {
  const struct {
    const char* text;
    const char* said;  ///< nothing where it is felt
  } cases[] = {
      {"override: {cowos.capacity: {scale: 0.8}}\n", nullptr},
      {"override: {cowos.capacity: {scale: 1}}\n", "cowos.capacity: × 1 changes nothing"},
      {"override: {cowos.capacity: {shift: 0}}\n", "cowos.capacity: +0 changes nothing"},
      {"override: {cowos.capacity: {scale: 0.8, from: 2032Q1}}\n", "it begins after the last quarter forecast"},
      {"override: {cowos.capacity: [{scale: 0.8}, {now: 60 kwafer/month}]}\n", "cowos.capacity: × 0.8 changes nothing"},
      {"override: {cowos.capacity: [{delay: 2 quarters}, {path: {2025Q1: 60k, 2027Q4: 90k}}]}\n",
       "cowos.capacity: 2 quarters later changes nothing"},
      {"override:\n  events.digestion.hazard: {now: 50%/quarter}\n  events.digestion: {happens: never}\n",
       "changes nothing"},
      {"events: {rumour: {window: as_of..end, probability: 20%}}\n",
       "events.rumour changes nothing: it has no effects"},
      {"drivers: {cost.tariff: {unit: fraction, value: 25%}}\ncorrelations: [{between: [cost.tariff, hbm.price], rank: "
       "0.4}]\n",
       "cost.tariff is the same on every path"},
      {"drivers: {cost.tariff: {unit: fraction, value: 25%}}\nremove: [events.tariff]\n", "the data explain it away"},
  };
  for (const auto& [text, said] : cases) {
    const Outcome outcome = run("run " + child("idle", text) + " --as-of 2025-08-28 --paths 1024");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    std::string flat = outcome.out;
    std::ranges::replace(flat, '\n', ' ');
    if (said == nullptr) {
      EXPECT_EQ(flat.find("changes nothing"), std::string::npos) << text << outcome.out;
    } else {
      EXPECT_NE(flat.find(said), std::string::npos) << text << outcome.out;
    }
  }
}

TEST_F(WhatIf, AnOwnMetricThatIsUndefinedIsNamedAndLeavesTheOthersAlone) {
  const auto with = forecast(child("own", "metrics: {per_bound: {formula: revenue / bound_cowos, unit: USD}}\n"));
  const auto without = forecast(base());
  for (const char* p : {"0.05", "0.5", "0.95"}) {
    EXPECT_EQ(with["metrics"]["revenue"]["periods"]["FY27"]["quantiles"][p],
              without["metrics"]["revenue"]["periods"]["FY27"]["quantiles"][p]);
  }
  EXPECT_EQ(with["run"]["failed_paths"], 0);
  EXPECT_NE(with["changes"]["notes"].dump().find("per_bound is undefined on up to"), std::string::npos);
}

}  // namespace
}  // namespace wafercast
