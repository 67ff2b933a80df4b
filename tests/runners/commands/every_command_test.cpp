// Every command once, with what it writes, on few members and paths: small enough to be run by the sanitizers' build
// too, where a fault that the other tests do not see ends the program.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

using testing::Outcome;

class EveryCommand : public testing::Program {
 protected:
  EveryCommand() {
    copy_scenarios();
    scenario("quick", "2026-09-10", "extends: base.yaml\nobserve: {condition: {members: 1024}}\n");
    scenario("cut", "2026-09-10",
             "extends: quick.yaml\noverride:\n  \"*.capex\": [{scale: 0.67, from: +2}, {delay: 1 quarter}]\n"
             "  events.export_tightening: {happens: +2}\nbelieve: {networking.attach: 25% to 30% (80%)}\n"
             "metrics: {per_bound: {formula: revenue / bound_cowos, unit: USD}}\n");
  }

  void scenario(const std::string& name, const std::string& as_of, const std::string& text) const {
    testing::write_file(folder() / (name + ".yaml"),
                        fmt::format("wafercast: scenario/1\nname: {}\nas_of: {}\n{}", name, as_of, text));
  }
  void expect(int exit_code, const std::string& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, exit_code) << arguments << "\n" << outcome.out << outcome.err;
  }
};

TEST_F(EveryCommand, OfAScenarioRuns) {
  for (const char* arguments :
       {"run cut.yaml --paths 1024 --out r --report r.html --xlsx r.xlsx",
        "run --replay r/manifest.json --quiet",
        "run cut.yaml --paths 1024 --full",
        "run cut.yaml --path 3",
        "run cut.yaml --paths 1024 --json",
        "run quick.yaml --paths 0..1024 --part a.part",
        "merge a.part --out merged",
        "run quick.yaml --set cowos.capacity.scale=0.8,0.9 --paths 1024 --report sweep.html --out sweep",
        "compare quick.yaml cut.yaml --paths 1024 --report compare.html",
        "spread quick.yaml --paths 1024",
        "tornado quick.yaml --paths 1024 --report tornado.html",
        "diff quick.yaml cut.yaml",
        "validate cut.yaml",
        "goal quick.yaml --metric revenue[FY28]:p50 --target 700bn --vary cowos.vendor_share --paths 1024",
        "explain cut.yaml networking.attach",
        "list cut.yaml",
        "new mine.yaml --base quick.yaml",
        "why quick.yaml --from 2026-08-20 --to 2026-09-10 --paths 1024 --report why.html",
        "backtest quick.yaml --from FY27Q1 --to FY27Q1 --paths 1024 --report backtest.html",
        "schema",
        "slurm quick.yaml --paths 20000 --shards 2 --out job",
        "completion bash",
        "man"}) {
    expect(0, arguments);
  }
}

TEST_F(EveryCommand, OfNightsRuns) {
  const auto plan = [&](const std::string& more) {
    testing::write_file(folder() / "plan.yaml",
                        "wafercast: nightly/1\nname: Small\nstore: store.sqlite\npaths: 1024\nkeep: 5 years\n"
                        "scenarios: [quick.yaml, cut.yaml]\nwatch: [{median_of: \"revenue[FY28]\", moves_by: 0.1%}]\n"
                        "site: site\nprometheus: metrics.prom\nmail: mail.txt\nalerts: alerts.json\n" +
                            more);
  };
  plan("");
  scenario("quick", "2026-08-20", "extends: base.yaml\nobserve: {condition: {members: 1024}}\n");
  expect(0, "nightly plan.yaml --dry-run");
  expect(0, "nightly plan.yaml");
  scenario("quick", "2026-09-10", "extends: base.yaml\nobserve: {condition: {members: 1024}}\n");
  expect(4, "nightly plan.yaml");
  for (const char* arguments :
       {"nightly plan.yaml --health", "history revenue FY28 --store store.sqlite", "store check store.sqlite",
        "store export store.sqlite", "store export store.sqlite --hub hub",
        "store prune store.sqlite --before 2020-01-01", "store vacuum store.sqlite"}) {
    expect(0, arguments);
  }
}

}  // namespace
}  // namespace wafercast
