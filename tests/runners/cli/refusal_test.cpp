// Bad input is refused whole: exit code 2, a reason, and nothing written.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

class Refusal : public testing::Program {
 protected:
  void expect_refused(const std::string& arguments, const std::string& reason) const {
    SCOPED_TRACE(arguments);
    const testing::Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr(reason));
    EXPECT_TRUE(wrote_nothing());
  }
};

TEST_F(Refusal, OfBadUsage) {
  expect_refused("", "name a command");
  expect_refused("run", "name a scenario");
  expect_refused("run " + base() + " --replay " + base(), "name a scenario");
  expect_refused("run " + base() + " --no-such-option", "--no-such-option");
  expect_refused("run " + base() + " --paths none", "no number of paths");
  expect_refused("run " + base() + " --paths 0", "no number of paths");
  expect_refused("run " + base() + " --paths 1.5", "no number of paths");
  expect_refused("run " + base() + " --seed -1", "no whole number from 0");
  expect_refused("run " + base() + " --as-of 2025-02-30", "no date");
  expect_refused("run " + base() + " --horizon 81", "quarters from 1 to 80");
  expect_refused("run " + base() + " --threads -1", "--threads");
  expect_refused("run " + base() + " --threads 257", "--threads");
  expect_refused("run " + base() + " --data no/such/folder", "--data");
}

TEST_F(Refusal, AFullDiskIsAFailureAndNoAbort) {
  const std::vector<std::string> commands = {"--help", "--version", "run " + base() + " --paths 64 --out result"};
  for (const std::string& command : commands) {
    const testing::Outcome outcome = run(command, "exec 3>/dev/full; sh -c '\"$@\" >&3' -- ");
    EXPECT_EQ(outcome.exit_code, 1) << command;
    EXPECT_THAT(outcome.err, HasSubstr("cannot be written")) << command;
  }
  EXPECT_EQ(run("run no_such.yaml", "exec 3>/dev/full; sh -c '\"$@\" 2>&3' -- ").exit_code, 2);
}

TEST_F(Refusal, OfMissingFiles) {
  expect_refused("run no_such.yaml", "no_such.yaml");
  expect_refused("run --replay no_such.json", "no_such.json");
}

TEST_F(Refusal, OfAManifestThatIsNone) {
  expect_refused("run --replay " + base(), "this is no manifest");
  run("run " + base() + " --paths 64 --quiet --out ../aside/result");
  const nlohmann::json good = nlohmann::json::parse(testing::read_file(aside() / "result/manifest.json"));
  const auto expect_slip = [&](const char* part, const char* key, const nlohmann::json& value) {
    nlohmann::json bad = good;
    (part == nullptr ? bad : bad[part])[key] = value;
    testing::write_file(aside() / "bad.json", bad.dump());
    expect_refused("run --replay ../aside/bad.json", "this is no manifest of a run");
  };
  expect_slip("scenario", "quarters", 2147483647);
  expect_slip("scenario", "as_of", "yesterday");
  expect_slip("run", "paths", 1e18);
  expect_slip("run", "paths", 0);
  expect_slip("run", "seed", "one");
  expect_slip(nullptr, "manifest", 3);
}

TEST_F(Refusal, OfManyProblemsIsCutShortEverywhere) {
  std::string many = "wafercast: scenario/1\nname: Many\nextends: " + (scenarios() / "base.yaml").string() + "\n";
  for (int key = 0; key < 67; ++key) many += fmt::format("slip_{}: 1\n", key);
  testing::write_file(aside() / "many.yaml", many);
  for (const char* command : {"validate --allow-outside ../aside/many.yaml", "run ../aside/many.yaml"}) {
    const testing::Outcome outcome = run(command);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("and 17 more problems")) << command;
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 51) << command;
  }
}

TEST_F(Refusal, OfAHistoryInAnotherDimension) {
  testing::write_file(aside() / "unit.yaml",
                      "wafercast: scenario/1\nname: Unit\nextends: " + (scenarios() / "base.yaml").string() +
                          "\nobserve: {history: {metrics: {opex: {unit: kwafer/quarter}}}}\n");
  const testing::Outcome outcome = run("run ../aside/unit.yaml --out result");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("unit.yaml:4:"));
  EXPECT_THAT(outcome.err, HasSubstr("'opex_nongaap_musd' is read in 'kwafer/quarter' (its name says M USD)"));
}

TEST_F(Refusal, OfASegmentOfNothing) {
  std::filesystem::copy(scenarios() / "data", aside() / "data", std::filesystem::copy_options::recursive);
  std::string table = testing::read_file(aside() / "data/nvidia_quarterly.csv");
  const std::size_t row = table.find("FY26Q2,");
  const std::size_t gaming = table.find(",4287,", row);
  ASSERT_NE(gaming, std::string::npos);
  table.replace(gaming, 6, ",0,");
  testing::write_file(aside() / "data/nvidia_quarterly.csv", table);
  const testing::Outcome outcome = run("run " + base() + " --data ../aside/data --out result");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("gaming of FY26Q2 is 0 USD"));
}

TEST_F(Refusal, OfABacktestOfNothing) {
  expect_refused("backtest " + base() + " --from FY26Q1 --to FY24Q1", "there is no origin from FY26Q1 to FY24Q1");
}

TEST_F(Refusal, OfFiledForecastsThatHoldNothingThatIsScored) {
  ASSERT_EQ(run("run " + base() + " --as-of 2026-09-10 --paths 64 --quiet --file").exit_code, 0);
  testing::write_file(aside() / "n.yaml", "wafercast: scenario/1\nname: N\nextends: " +
                                              (scenarios() / "base.yaml").string() + "\nscore: {headline: []}\n");
  const testing::Outcome outcome = run("backtest ../aside/n.yaml --filed");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("no filed forecast holds a quarter of a metric that this scenario scores"));
}

TEST_F(Refusal, OfAFigureThatIsNotForecastBeforeAnythingIsLearnt) {
  const std::string anew = " --as-of 2026-09-10 --no-cache";
  const auto begun = std::chrono::steady_clock::now();
  for (const char* command : {"run", "spread", "tornado"}) {
    expect_refused(std::string(command) + " " + base() + anew + " --metric revenu", "did you mean 'revenue'?");
    expect_refused(std::string(command) + " " + base() + anew + " --metric revenue --period FY52", "is no period");
  }
  expect_refused("run " + base() + anew + " --period FY", "'FY' is no period");
  expect_refused("run " + base() + anew + " --precision 1%@revenu[FY28]", "did you mean 'revenue'?");
  expect_refused("run " + base() + anew + " --precision 1%@revenue[FY28]:p7", "a forecast holds no p7");
  expect_refused("goal " + base() + anew + " --metric revenu[FY28] --target 1bn --vary a", "did you mean 'revenue'?");
  expect_refused("compare " + base() + " " + base() + anew + " --metric revenu", "did you mean 'revenue'?");
  expect_refused("run " + base() + anew + " --set cowos.capacity.scale=0.8,0.9 --metric revenu", "did you mean");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30)) << "learning takes longer, ten times";
}

TEST_F(Refusal, OfTooLargeAGridBeforeAPlaceIsClaimed) {
  std::string axes;
  for (const char* driver : {"cowos.capacity", "hbm.price", "microsoft.capex", "amazon.capex", "meta.capex"})
    axes += std::string(" --set ") + driver + ".scale=0.8..1/21";
  expect_refused("run " + base() + axes + " --out result", "21 × 21 × 21 × 21 × 21 points");
}

TEST_F(Refusal, OfADayBeforeTheData) {
  expect_refused("run " + base() + " --as-of 2018-01-01", "after the as-of date 2018-01-01");
}

TEST_F(Refusal, OfABadScenarioWithEveryProblemAndItsPlace) {
  const std::string parent = (scenarios() / "base.yaml").string();
  testing::write_file(aside() / "bad.yaml", "wafercast: scenario/1\nname: Bad\nextends: " + parent +
                                                "\nas_of: latest\noverride:\n  tax.rate: {was: 1%, now: 2%}\n"
                                                "  cowos.capacty: {scale: 0.5}\n");
  const testing::Outcome outcome = run("run ../aside/bad.yaml");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("bad.yaml:6:"));
  EXPECT_THAT(outcome.err, ::testing::ContainsRegex("bad.yaml:7:.*did you mean 'cowos.capacity'"));
  EXPECT_TRUE(wrote_nothing());
}

TEST_F(Refusal, OfAScenarioThatDoesNotFitTheModel) {
  const std::string parent = (scenarios() / "base.yaml").string();
  testing::write_file(aside() / "bad.yaml", "wafercast: scenario/1\nname: Bad\nextends: " + parent +
                                                "\ndrivers:\n  tax.rat: {unit: fraction, value: 10%}\n");
  expect_refused("run ../aside/bad.yaml", "bad.yaml:5:3: the model has no driver 'tax.rat'");
}

TEST_F(Refusal, TellsWhatTheFileTheOverrideAndTheModelSayAtOnce) {
  const std::string parent = (scenarios() / "base.yaml").string();
  testing::write_file(aside() / "bad.yaml", "wafercast: scenario/1\nname: Bad\nextends: " + parent +
                                                "\noverride:\n  blackwell.prise: {scale: 0.9}\n"
                                                "drivers:\n  cowos.vendor_share: {valeu: 3}\n"
                                                "  tax.rate: {unit: fraction, value: {triangular: [30%, 20%, 10%]}}\n"
                                                "questions:\n  q: P(revnue[+1] > 50 bn USD)\n");
  const testing::Outcome outcome = run("run ../aside/bad.yaml");
  EXPECT_EQ(outcome.exit_code, 2);
  for (const char* expected :
       {"bad.yaml:5:3: the parent has no 'blackwell.prise'", "bad.yaml:7:24: unknown key 'valeu'",
        "bad.yaml:8:37:", "bad.yaml:10:6: question 'q': the model has no metric 'revnue'"}) {
    EXPECT_THAT(outcome.err, HasSubstr(expected));
  }
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 4) << outcome.err;
}

TEST_F(Refusal, OfAScenarioThatReadsOutsideItsRoot) {
  testing::write_file(aside() / "x.yaml",
                      "wafercast: scenario/1\nname: X\nextends: " + (scenarios() / "base.yaml").string() + "\n");
  set_reach(Reaching::within_root);
  for (const std::string command : {"run ../aside/x.yaml", "spread ../aside/x.yaml", "backtest ../aside/x.yaml",
                                    "why ../aside/x.yaml --from 2025-02-27 --to 2025-08-28"}) {
    expect_refused(command, "lies outside");
  }
}

TEST_F(Refusal, LittleMemoryEndsInWordsAndDoesNotHang) {
  const std::string command = "run " + base() + " --paths 64 --quiet --no-cache --threads 64 --out result";
  for (const char* kilobytes : {"60000", "120000", "250000", "500000"}) {
    const testing::Outcome outcome = run(command, fmt::format("ulimit -v {} && timeout 60", kilobytes));
    EXPECT_NE(outcome.exit_code, 124) << kilobytes;
    EXPECT_THAT(outcome.err, ::testing::Not(HasSubstr("bad_alloc"))) << kilobytes;
  }
}

TEST_F(Refusal, FewerThreadsWhereNotAllCanBeHad) {
  const std::string command = "run " + base() + " --paths 64 --quiet --out result --threads ";
  const testing::Outcome all = run(command + "1");
  ASSERT_EQ(all.exit_code, 0) << all.err;
  const std::string digest = json("result/manifest.json")["run"]["summary_digest"];
  // Room for some stacks of eight megabytes, not for two hundred.
  const testing::Outcome fewer = run(command + "200", "ulimit -v 1200000 &&");
  EXPECT_EQ(fewer.exit_code, 0) << fewer.err;
  EXPECT_THAT(fewer.err, HasSubstr("200 threads cannot be had"));
  EXPECT_EQ(json("result/manifest.json")["run"]["summary_digest"], digest);
}

}  // namespace
}  // namespace wafercast
