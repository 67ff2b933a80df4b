// `wafercast nightly` and `store` through the whole program: what is there is not drawn again, an error stops no other,
// and a night that is killed goes on.

#include <tests/runners/cli/nightly_fixture.hpp>

#include <runners/store/clock.hpp>
#include <runners/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <tuple>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using testing::Nightly;
using ::testing::Not;
using testing::Outcome;

TEST_F(Nightly, WhatIsThereIsNotDrawnAgain) {
  const Outcome first = night();
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("2 drawn, 0 as they were, 0 failed"));
  EXPECT_THAT(first.err, HasSubstr("unit=\"quick.yaml\" settings=\"\" state=made"));
  const Outcome second = night();
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr("0 drawn, 2 as they were, 0 failed"));
  EXPECT_THAT(second.out, HasSubstr("Nothing to tell"));
  const Outcome history = run("history revenue FY28 --store store.sqlite");
  EXPECT_THAT(history.out, HasSubstr("2 nights, 1 shown"));
  EXPECT_EQ(run("store check store.sqlite").out, "sound\n");
  EXPECT_EQ(night("--health").exit_code, 0);
  EXPECT_THAT(night("--dry-run").out, HasSubstr("0 of 2 scenarios"));
  const auto part = folder() / "shared/tariffs.yaml";
  std::string tariffs = testing::read_file(part);
  testing::write_file(part, tariffs.replace(tariffs.find("35%"), 3, "36%"));
  EXPECT_THAT(night("--dry-run").out, HasSubstr("2 of 2 scenarios")) << "a part says something else";
}

TEST_F(Nightly, FiguresAreThoseOfARun) {
  night();
  const auto run_json = nlohmann::json::parse(run("run quick.yaml --paths 4096 --json --out r").out);
  const double median = run_json["metrics"]["revenue"]["periods"]["FY28"]["quantiles"]["0.5"]["value"];
  EXPECT_THAT(run("history revenue FY28 --store store.sqlite --csv").out, HasSubstr(fmt::format(",{},", median)));
}

TEST_F(Nightly, AnErrorOfOneStopsNoOther) {
  write("broken.yaml", "extends: quick.yaml\noverride: {cowos.capacty: {scale: 0.9}}\n");
  plan("scenarios: [broken.yaml, quick.yaml]\n");
  const Outcome outcome = night();
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.out, HasSubstr("1 drawn, 0 as they were, 1 failed"));
  EXPECT_THAT(outcome.out, HasSubstr("did you mean 'cowos.capacity'"));
  EXPECT_EQ(night("--health").exit_code, 5);
  write("broken.yaml", "extends: quick.yaml\noverride: {cowos.capacity: {scale: 0.9}}\n");
  EXPECT_EQ(night().exit_code, 0) << "mended";
}

TEST_F(Nightly, ANightThatIsKilledGoesOnAndLosesNothing) {
  night();
  const std::string undisturbed = figures();
  remove_store();
  for (const char* after : {"0.05", "0.1", "0.2", "0.3", "0.5", "0.8", "1.2"}) {
    run("nightly plan.yaml --resume --quiet", std::string("timeout -s KILL ") + after);
    if (!std::filesystem::exists(folder() / "store.sqlite")) continue;
    const Outcome checked = run("store check store.sqlite");
    if (checked.err.find("no store") != std::string::npos) continue;  // killed before its first transaction
    EXPECT_EQ(checked.exit_code, 0) << after << checked.err;
  }
  EXPECT_EQ(night("--resume").exit_code, 0);
  EXPECT_EQ(figures(), undisturbed);
}

/// What names nothing is refused before anything is drawn or made, with what was meant.
TEST_F(Nightly, APlanThatNamesNothingIsRefused) {
  const std::tuple<const char*, const char*, const char*> slips[] = {
      {"watch: [{median_of: \"revenu[FY+1]\", moves_by: 3%}]", "plan.yaml:5:", "did you mean 'revenue'"},
      {"watch: [{median_of: \"revenue[FY+9]\", moves_by: 3%}]", "plan.yaml:5:", "FY28"},
      {"watch: [{median_of: \"revenue[FY12]\", moves_by: 3%}]", "plan.yaml:5:", "FY28"},
      {"watch: [{question: beats_outlok, crosses: 50%}]", "plan.yaml:5:", "did you mean 'beats_outlook'"},
      {"metrics: [revnue]", "plan.yaml:5:", "did you mean 'revenue'"},
  };
  for (const auto& [slip, place, meant] : slips) {
    testing::write_file(folder() / "plan.yaml",
                        fmt::format("wafercast: nightly/1\nname: Small\nstore: store.sqlite\npaths: "
                                    "4096\n{}\nscenarios: [quick.yaml]\n",
                                    slip));
    for (const char* how : {"", "--dry-run"}) {
      const Outcome outcome = night(how);
      EXPECT_EQ(outcome.exit_code, 2) << slip;
      EXPECT_THAT(outcome.err, HasSubstr(place));
      EXPECT_THAT(outcome.err, HasSubstr(meant));
      EXPECT_FALSE(std::filesystem::exists(folder() / "store.sqlite"));
    }
  }
}

/// Names that are no text, and contents that are none: each is its scenario's failure, and nobody else's.
TEST_F(Nightly, NoScenarioEndsTheNightOfTheOthers) {
  std::filesystem::create_directories(folder() / "odd");
  const auto odd = [&](const std::string& name, const std::string& text) {
    testing::write_file(folder() / "odd" / name, text);
  };
  const std::string quick = "wafercast: scenario/1\nname: {}\nextends: ../quick.yaml\n";
  odd("a\xE9.yaml", fmt::format(fmt::runtime(quick), "Latin"));
  odd("b\x1b[31m.yaml", fmt::format(fmt::runtime(quick), "Red"));
  odd("c.yaml", fmt::format(fmt::runtime(quick), "\"caf\xE9\""));
  odd("d.yaml", std::string("\0\xFF\xFE", 3));
  plan("scenarios: [odd/*.yaml, quick.yaml]\nsite: site\nalerts: alerts.json\nmail: mail.txt\nprometheus: w.prom\n");
  const Outcome outcome = night();
  EXPECT_THAT(outcome.exit_code, ::testing::AnyOf(0, 5)) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("unit=\"quick.yaml\" settings=\"\" state=made"));
  EXPECT_THAT(outcome.err, HasSubstr("unit=\"odd/d.yaml\" settings=\"\" state=failed"));
  EXPECT_THAT(outcome.err + outcome.out + testing::read_file(folder() / "mail.txt"), Not(HasSubstr("\x1b")));
  EXPECT_EQ(json("alerts.json")["plan"], "Small");
  EXPECT_TRUE(std::filesystem::exists(folder() / "site/index.html"));
}

TEST_F(Nightly, LooksBeforeItMakesAnything) {
  EXPECT_EQ(night("--dry-run").exit_code, 0);
  EXPECT_EQ(night("--health").exit_code, 5);
  for (const char* action : {"prune --before 2020-01-01", "vacuum", "check", "export"}) {
    const std::string words = action;
    const auto blank = std::min(words.find(' '), words.size());
    EXPECT_EQ(run(fmt::format("store {} store.sqlite {}", words.substr(0, blank), words.substr(blank))).exit_code, 2);
  }
  EXPECT_THAT(run("store vacuum store.sqlite --before 2020-01-01").err, HasSubstr("means nothing to 'vacuum'"));
  EXPECT_EQ(run("history revenue FY28 --store store.sqlite").exit_code, 2);
  EXPECT_EQ(run("benchmarks --store store.sqlite").exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(folder() / "store.sqlite"));
}

/// A night that broke off long ago, or that is no more the newest, stays as it was.
TEST_F(Nightly, OnlyTheSameNightIsGoneOnWith) {
  plan("scenarios: [quick.yaml]\n");
  night();
  const auto reopen = [&](const std::string& started) {
    Database(folder() / "store.sqlite", Database::Access::write)
        .run(fmt::format("UPDATE night SET finished = NULL, started = '{}' WHERE id = 1", started));
  };
  reopen(to_string(now()));
  EXPECT_THAT(night("--resume").out, HasSubstr("Night 1 of Small"));
  reopen("2020-01-01T03:00:00Z");
  const Outcome later = night("--resume");
  EXPECT_THAT(later.out, HasSubstr("Night 2 of Small: 0 drawn, 1 as they were"));
  EXPECT_THAT(later.err, HasSubstr("night 1 began 2020-01-01T03:00:00Z and is not gone on with"));
  EXPECT_THAT(night("--resume").out, HasSubstr("Night 3 of Small"));
}

TEST_F(Nightly, PlansOfOneStoreAreToldApart) {
  plan("scenarios: [quick.yaml]\n");
  std::string other = testing::read_file(folder() / "plan.yaml");
  other.replace(other.find("paths: 4096"), 11, "paths: 2048");
  other.replace(other.find("name: Small"), 11, "name: Other");
  testing::write_file(folder() / "other.yaml", other);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(night().exit_code, 0);
    EXPECT_EQ(run("nightly other.yaml").exit_code, 0) << "no figure moved";
  }
  const std::string history = "history revenue FY28 --store store.sqlite --csv --plan ";
  const std::string small = run(history + "Small").out, others = run(history + "Other").out;
  EXPECT_EQ(std::ranges::count(small, '\n'), 3);
  EXPECT_EQ(std::ranges::count(others, '\n'), 3);
  EXPECT_THAT(run("history revenue FY28 --store store.sqlite").err, HasSubstr("--plan chooses"));
  EXPECT_THAT(exported(), HasSubstr(",Small\n"));
  EXPECT_THAT(exported(), HasSubstr(",Other\n"));
}

TEST_F(Nightly, TwoAtOnceNeitherLoseNorDoubleAnything) {
  night();
  const std::string undisturbed = figures();
  remove_store();
  const auto one = [&] { return night("--quiet").exit_code; };
  std::future<int> other = std::async(std::launch::async, one);
  EXPECT_EQ(one(), 0);
  EXPECT_EQ(other.get(), 0) << testing::read_file(folder() / "../err");
  EXPECT_EQ(figures(), undisturbed);
  EXPECT_EQ(run("store check store.sqlite").out, "sound\n");
}

TEST_F(Nightly, WhatCannotBeDoneIsRefusedAndNothingIsWritten) {
  EXPECT_EQ(night("--only nothing").exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(folder() / "store.sqlite"));
  testing::write_file(folder() / "store.sqlite", std::string(5000, 'x'));
  const Outcome outcome = night();
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_EQ(testing::read_file(folder() / "store.sqlite"), std::string(5000, 'x'));
  EXPECT_EQ(run("store prune store.sqlite").exit_code, 2);
}

}  // namespace
}  // namespace wafercast
