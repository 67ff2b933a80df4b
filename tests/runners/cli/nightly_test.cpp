// `wafercast nightly`, `history` and `store` through the whole program: what is there is not drawn again, an error
// stops no other, a night that is killed goes on, and nothing is told where nothing happened.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;

class Nightly : public testing::Program {
 protected:
  Nightly() {
    std::filesystem::copy(scenarios() / "data", folder() / "data", std::filesystem::copy_options::recursive);
    std::filesystem::copy(scenarios() / "base.yaml", folder() / "base.yaml");
    write("quick.yaml", "extends: base.yaml\nobserve: {condition: {members: 1024}}\n");
    write("cut.yaml", "extends: quick.yaml\noverride: {\"*.capex\": {scale: 0.67, from: +2}}\n");
    plan("scenarios: [quick.yaml, cut.yaml]\n");
  }

  void write(const std::string& name, const std::string& text) const {
    testing::write_file(folder() / name, "wafercast: scenario/1\nname: " + name + "\n" + text);
  }
  void plan(const std::string& more) const {
    testing::write_file(folder() / "plan.yaml",
                        "wafercast: nightly/1\nname: Small\nstore: store.sqlite\npaths: 4096\n"
                        "watch: [{median_of: \"revenue[FY+1]\", moves_by: 0.5%}, {median_of: \"gross_margin[FY+1]\", "
                        "moves_by: 0.1pt}]\n" +
                            more);
  }
  Outcome night(const std::string& more = "") const { return run("nightly plan.yaml " + more); }

  void remove_store() const {
    for (const char* left : {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm"}) {
      std::filesystem::remove(folder() / left);
    }
  }
  std::string exported() const {
    const Outcome outcome = run("store export store.sqlite");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out;
  }
  /// Of the store: what was drawn, without the numbers and times that a night gives it, in order.
  std::string figures() const {
    std::istringstream rows(exported());
    std::vector<std::string> kept;
    for (std::string row; std::getline(rows, row);) {
      std::vector<std::string> fields;
      std::istringstream cells(row);
      for (std::string cell; std::getline(cells, cell, ',');) fields.push_back(cell);
      std::string text;
      for (std::size_t i = 1; i < fields.size(); ++i) text += i == 4 ? "" : fields[i] + ",";
      kept.push_back(text);
    }
    std::ranges::sort(kept);
    std::string all;
    for (const std::string& row : kept) all += row + "\n";
    return all;
  }
};

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

TEST_F(Nightly, AChangedBeliefIsToldWithItsCause) {
  night();
  write("quick.yaml",
        "extends: base.yaml\nobserve: {condition: {members: 1024}}\noverride: {blackwell_ultra.price: {scale: 0.97}, "
        "rubin.price: {scale: 0.97}}\n");
  const Outcome outcome = night("--only quick");
  EXPECT_EQ(outcome.exit_code, 4) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("moved  quick.yaml: revenue[FY28]"));
  EXPECT_THAT(outcome.out, HasSubstr("scenario text"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("cut.yaml")));
}

/// The news between two days splits the change, and is told once.
TEST_F(Nightly, WhatTheDaysBroughtIsToldWithItsNews) {
  plan("scenarios: [quick.yaml]\n");
  const auto on_day = [&](const char* day) {
    write("quick.yaml", fmt::format("extends: base.yaml\nas_of: {}\nobserve: {{condition: {{members: 1024}}}}\n", day));
    return night();
  };
  EXPECT_EQ(on_day("2026-08-20").exit_code, 0);
  const Outcome later = on_day("2026-09-10");
  EXPECT_EQ(later.exit_code, 4) << later.out << later.err;
  EXPECT_THAT(later.out, ::testing::ContainsRegex("moved  quick.yaml: revenue.FY28.: .* → .*; .* [+−]"));
  EXPECT_THAT(on_day("2026-09-10").out, HasSubstr("Nothing to tell"));
}

TEST_F(Nightly, ANightThatIsKilledGoesOnAndLosesNothing) {
  night();
  const std::string undisturbed = figures();
  remove_store();
  for (const char* after : {"0.05", "0.1", "0.2", "0.3", "0.5", "0.8", "1.2"}) {
    run("nightly plan.yaml --resume --quiet", std::string("timeout -s KILL ") + after);
    if (!std::filesystem::exists(folder() / "store.sqlite")) continue;
    EXPECT_EQ(run("store check store.sqlite").exit_code, 0) << after;
  }
  EXPECT_EQ(night("--resume").exit_code, 0);
  EXPECT_EQ(figures(), undisturbed);
}

TEST_F(Nightly, AlertsAreSentAndStandInAFile) {
  plan("scenarios: [quick.yaml]\nalerts: alerts.json\nsend: cat > sent.txt\n");
  EXPECT_EQ(night().exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder() / "sent.txt")) << "nothing to tell";
  write("quick.yaml",
        "extends: base.yaml\nobserve: {condition: {members: 1024}}\noverride: {rubin.price: {scale: 0.9}}\n");
  EXPECT_EQ(night().exit_code, 4);
  EXPECT_THAT(testing::read_file(folder() / "sent.txt"), HasSubstr("Subject: Small: "));
  EXPECT_EQ(json("alerts.json")["alerts"][0]["what"], "moved");
  plan("scenarios: [quick.yaml, cut.yaml]\nsend: 'false'\n");
  write("cut.yaml", "extends: quick.yaml\noverride: {cowos.capacty: {scale: 0.9}}\n");
  const Outcome unsent = night();
  EXPECT_EQ(unsent.exit_code, 5);
  EXPECT_THAT(unsent.err, HasSubstr("the alerts were not sent"));
}

TEST_F(Nightly, HistoryIsShownAndExported) {
  night();
  EXPECT_EQ(run("history revenue FY28 --store store.sqlite --report h.html").exit_code, 0);
  EXPECT_THAT(testing::read_file(folder() / "h.html"), HasSubstr("\"kind\":\"subject\""));
  EXPECT_EQ(run("store export store.sqlite --hub hub").exit_code, 0);
  const std::string output =
      testing::read_file(folder() / "hub/model-output/wafercast-nightly/2026-09-10-wafercast-nightly.csv");
  EXPECT_THAT(output, HasSubstr("2026-09-10,quick,revenue,FY28,quantile,0.5,"));
  EXPECT_THAT(output, HasSubstr("question:beats_outlook"));
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

TEST_F(Nightly, PagesMetricsAndMailAreWritten) {
  plan("scenarios: [quick.yaml]\nsite: site\nprometheus: w.prom\nmail: mail.txt\n");
  EXPECT_EQ(night().exit_code, 0);
  const std::string overview = testing::read_file(folder() / "site/index.html");
  EXPECT_THAT(overview, HasSubstr("<title>Small</title>"));
  EXPECT_THAT(overview, HasSubstr("<script src=\"wafercast.js\">"));
  EXPECT_TRUE(std::filesystem::exists(folder() / "site/wafercast.js"));
  EXPECT_THAT(testing::read_file(folder() / "w.prom"),
              HasSubstr("wafercast_nightly_scenarios{plan=\"Small\",state=\"made\"} 1\n"));
  EXPECT_THAT(testing::read_file(folder() / "mail.txt"), ::testing::StartsWith("Subject: Small: nothing moved\n"));
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

/// As Google Benchmark writes it, and `bench check`: two repetitions of a version, and those of the version before.
std::string benchmark_file(const std::string& day, double milliseconds) {
  return fmt::format(
      R"({{"context": {{"date": "{}T03:00:00+00:00", "host_name": "here", "revision": "r{}"}}, "benchmarks": [
    {{"name": "forecast/base", "run_type": "iteration", "cpu_time": 9999, "time_unit": "ms"}},
    {{"name": "forecast/head", "run_type": "iteration", "cpu_time": {}, "time_unit": "ms"}},
    {{"name": "forecast/head", "run_type": "iteration", "cpu_time": {}, "time_unit": "ms"}},
    {{"name": "forecast/head_median", "run_name": "forecast/head", "run_type": "aggregate", "cpu_time": 1, "time_unit": "ms"}},
    {{"name": "read/head", "run_type": "iteration", "instructions": 600000000}}]}})",
      day, day, milliseconds - 10.0, milliseconds + 10.0);
}

TEST_F(Nightly, KeepsWhatBenchmarksTook) {
  testing::write_file(folder() / "1.json", benchmark_file("2026-11-27", 500.0));
  testing::write_file(folder() / "2.json", benchmark_file("2026-11-28", 510.0));
  EXPECT_EQ(run("benchmarks 2.json 1.json --store store.sqlite").exit_code, 0);
  const Outcome again = run("benchmarks 2.json --store store.sqlite --report page.html");
  EXPECT_THAT(again.out, ::testing::ContainsRegex(R"(forecast +510\.0 ms +\+2\.0% +2 +2026-11-28 r2026-11-28 +here)"));
  EXPECT_THAT(again.out, ::testing::ContainsRegex(R"(read, instructions +600\.0 M +\+0\.0% +2 )"));
  EXPECT_THAT(testing::read_file(folder() / "page.html"), HasSubstr(R"("kind":"benchmarks")"));
}

TEST_F(Nightly, RefusesWhatIsNoBenchmark) {
  testing::write_file(folder() / "1.json", benchmark_file("2026-11-27", 500.0));
  testing::write_file(folder() / "notes.json", "[]");
  const Outcome refused = run("benchmarks 1.json notes.json --store store.sqlite");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("notes.json: cannot be read as benchmarks"));
  EXPECT_FALSE(std::filesystem::exists(folder() / "store.sqlite"));
}

}  // namespace
}  // namespace wafercast
