// What commands write and where: nothing of the user's is replaced, nothing is found too late, and names do no harm.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>
#include <sys/stat.h>
#include <engine/core/utf8.hpp>

#include <regex>
#include <sstream>
#include <vector>

namespace wafercast {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::read_file;
using testing::write_file;

class Outputs : public testing::Program {
 protected:
  static std::string few() { return base() + " --paths 64 --quiet "; }

  /// A plan over one quick scenario.
  void plan(const std::string& more) const {
    if (!std::filesystem::exists(folder() / "data")) copy_scenarios();
    write_file(folder() / "plan.yaml",
               "wafercast: nightly/1\nname: Small\nstore: store.sqlite\npaths: 1024\nscenarios: [base.yaml]\n" + more);
  }

  void expect_kept(const std::string& arguments, const std::string& file, const std::string& what) const {
    SCOPED_TRACE(arguments);
    const std::string before = read_file(folder() / file);
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(what));
    EXPECT_EQ(read_file(folder() / file), before);
  }
};

TEST_F(Outputs, NeverReplaceWhatIsTheUsers) {
  write_file(folder() / "mine", "quarter,revenue\nFY26Q1,44.1\n");
  run("run " + few() + "--out result");
  write_file(folder() / "store.sqlite", std::string("SQLite format 3\0", 16) + std::string(4080, '\0'));
  const std::vector<std::string> commands = {"run " + few() + "--report ",
                                             "run " + few() + "--xlsx ",
                                             "run " + few() + "--part ",
                                             "run " + few() + "--out ",
                                             "run " + few() + "--set cowos.capacity.scale=0.8,0.9 --report ",
                                             "run " + few() + "--set cowos.capacity.scale=0.8,0.9 --out ",
                                             "run --replay result/manifest.json --out ",
                                             "compare " + base() + " --set cowos.capacity.scale=0.8 --report ",
                                             "tornado " + base() + " --report ",
                                             "why " + base() + " --from 2026-05-20 --to 2026-09-10 --report ",
                                             "backtest " + base() + " --report ",
                                             "backtest " + base() + " --out ",
                                             "merge result --out ",
                                             "history revenue FY28 --store store.sqlite --report ",
                                             "benchmarks --store store.sqlite --report ",
                                             "slurm " + base() + " --paths 1e6 --shards 3 --out ",
                                             "new --base " + base() + " "};
  for (const std::string& command : commands) {
    for (const char* file : {"mine", "store.sqlite"}) expect_kept(command + file, file, file);
  }
}

TEST_F(Outputs, OfOneCommandAreNotOneFileNorWhatItReads) {
  EXPECT_EQ(run("run " + few() + "--report same --xlsx ./same").exit_code, 2);
  EXPECT_EQ(run("run " + few() + "--out result").exit_code, 0);
  expect_kept("run result/scenario.yaml --paths 64 --set cowos.capacity.scale=0.9 --out result", "result/scenario.yaml",
              "which this command reads");
  expect_kept("run --replay result/manifest.json --out result", "result/manifest.json", "which this command reads");
  EXPECT_EQ(run("run " + few() + "--out result --report result/page.html").exit_code, 2);
  EXPECT_THAT(run("run " + few() + "--report no/such/page.html").err, HasSubstr("its folder does not exist"));
}

TEST_F(Outputs, EarlierOnesAreTaken) {
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(run("run " + few() + "--out result --report page.html --xlsx book.xlsx").exit_code, 0) << time;
    EXPECT_EQ(run("run " + few() + "--part a.part").exit_code, 0) << time;
  }
}

TEST_F(Outputs, OfAPlanSpareFilesOfTheUser) {
  plan("");
  ASSERT_EQ(run("nightly plan.yaml").exit_code, 0);
  write_file(folder() / "mine.csv", "quarter,revenue\n");
  std::filesystem::create_directory(folder() / "www");
  write_file(folder() / "www/index.html", "<!DOCTYPE html>\n<title>mine</title>\n");
  for (const char* key : {"alerts", "prometheus", "mail"}) {
    for (const char* file : {"store.sqlite", "mine.csv", "base.yaml", "plan.yaml", "data/nvidia_restated.csv"}) {
      plan(fmt::format("{}: {}\n", key, file));
      expect_kept("nightly plan.yaml", file, file);
    }
  }
  plan("site: www\n");
  expect_kept("nightly plan.yaml", "www/index.html", "www/index.html");
  plan("mail: same\nalerts: ./same\n");
  EXPECT_EQ(run("nightly plan.yaml").exit_code, 2);
  plan("mail: mail\nalerts: alerts.json\nprometheus: night.prom\nsite: site\n");
  for (int time = 0; time < 2; ++time) {
    const Outcome outcome = run("nightly plan.yaml");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  }
}

TEST_F(Outputs, AFileThatGrowsTooLargeIsAFailureThatLeavesNothing) {
  const Outcome outcome = run("run " + few() + "--report page.html", "sh -c 'ulimit -f 8; exec \"$@\"' --");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("too large"));
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    EXPECT_NE(entry.path().extension(), ".html") << entry.path();
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("page.html")));
  }
}

TEST_F(Outputs, AReaderThatWentAwayIsToldNothing) {
  const std::string reader = "bash -c 'trap \"\" PIPE; { \"$@\"; echo $? >../code; } | true' --";
  for (const std::string& command :
       std::vector<std::string>{"schema", "run " + base() + " --paths 64 --json --out result", "man"}) {
    const Outcome outcome = run(command, reader);
    EXPECT_EQ(outcome.err, "") << command;
    EXPECT_THAT(read_file(folder().parent_path() / "code"), ::testing::AnyOf("141\n", "0\n")) << command;
  }
}

TEST_F(Outputs, APipeIsNoInput) {
  ASSERT_EQ(::mkfifo((folder() / "pipe").c_str(), 0600), 0);
  std::filesystem::create_directory(folder() / "folder");
  for (const std::string& command : std::vector<std::string>{
           "merge ", "run --replay ", "run ", "validate ", "validate --format json ", "list ", "nightly ", "explain ",
           "compare " + base() + " ", "diff " + base() + " ", "backtest --record ", "benchmarks --store s.sqlite "}) {
    for (const char* place : {"pipe", "/dev/zero", "folder"}) {
      const Outcome outcome = run(command + place, "timeout -s KILL 10 ");
      EXPECT_EQ(outcome.exit_code, 2) << command << place << ": " << outcome.err;
    }
  }
}

TEST_F(Outputs, AManifestInAnotherSpellingIsReplayedOrRefused) {
  ASSERT_EQ(run("run " + base() + " --paths 1000 --quiet --out result").exit_code, 0);
  const auto replay_of = [&](const nlohmann::json& manifest) {
    std::string text = manifest.dump();
    write_file(folder() / "edited.json", text);
    return run("run --replay edited.json --quiet --allow-outside");
  };
  nlohmann::json manifest = json("result/manifest.json");  // which sorts the keys
  manifest["run"]["paths"] = 1e3;
  manifest["run"]["seed"] = 1.0;
  manifest["scenario"]["quarters"] = manifest["scenario"]["quarters"].get<double>();
  const Outcome replayed = replay_of(manifest);
  EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
  EXPECT_THAT(replayed.err, HasSubstr("the same bits"));
  manifest["run"]["paths"] = 1000.5;
  const Outcome refused = replay_of(manifest);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("'paths' is no whole number"), Not(HasSubstr("json.exception"))));
}

TEST_F(Outputs, FilingIsOneStep) {
  ASSERT_EQ(run("run " + few() + "--file").exit_code, 0);
  const std::string list = read_file(folder() / "results/forecasts/digests.txt");
  EXPECT_EQ(run("run " + few() + "--file").exit_code, 2) << "filed already";
  write_file(folder() / "results/forecasts/digests.txt", "");
  EXPECT_EQ(run("run " + few() + "--file").exit_code, 0) << "what is in no list was never filed";
  EXPECT_EQ(read_file(folder() / "results/forecasts/digests.txt"), list);
}

TEST_F(Outputs, NamesInJobScriptsAreNeverRun) {
  const std::string hostile = "j $(touch pwned) `touch pwned` 50%j \"x\"; touch pwned";
  write_file(folder() / "sbatch", "#!/bin/sh\necho 42\n");
  std::filesystem::permissions(folder() / "sbatch", std::filesystem::perms::owner_all);
  EXPECT_EQ(run("slurm " + base() + " --paths 20000 --shards 3 --out '" + hostile + "'").exit_code, 0);
  const std::string submit =
      fmt::format("cd '{0}' && PATH='{0}':$PATH './{1}/submit' >/dev/null", folder().string(), hostile);
  EXPECT_EQ(std::system(submit.c_str()), 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
    EXPECT_NE(entry.path().filename(), "pwned");
  }
  EXPECT_EQ(run("slurm " + base() + " --paths 20000 --shards 3 --out \"$(printf 'new\\nline')\"").exit_code, 2);
}

TEST_F(Outputs, NamesInWhatANightLeavesAreTexts) {
  plan("");
  std::filesystem::create_directory(folder() / "odd");
  const std::string hostile = "=1+1 <img src=x> \"q\" \\ $(touch pwned)\x1b[2J\n";
  for (const char* end : {"café.yaml", "caf\xE9.yaml"}) {
    write_file(folder() / "odd" / (hostile + end),
               "wafercast: scenario/1\nname: <script>alert(1)</script>\nextends: ../base.yaml\n");
  }
  write_file(folder() / "plan.yaml",
             "wafercast: nightly/1\nname: \"<b>é</b>\"\nstore: store.sqlite\npaths: 1024\nscenarios: [odd/*.yaml]\n"
             "watch: [{median_of: \"revenue[FY+1]\", moves_by: 3%}]\n"
             "mail: mail\nalerts: alerts.json\nprometheus: night.prom\nsite: site\n");
  const Outcome night = run("nightly plan.yaml");
  EXPECT_EQ(night.exit_code, 5) << "the name that is not UTF-8 is refused, the other runs" << night.err;
  std::vector<std::string> texts = {night.out + night.err, run("store export store.sqlite").out};
  for (const auto& entry : std::filesystem::directory_iterator(folder() / "site")) {
    if (entry.path().extension() != ".html") continue;
    texts.push_back(read_file(entry.path()));
    EXPECT_THAT(texts.back(), AllOf(Not(HasSubstr("<img")), Not(HasSubstr("<script>alert")), Not(HasSubstr("<b>"))));
  }
  for (const char* file : {"mail", "alerts.json", "night.prom"}) texts.push_back(read_file(folder() / file));
  for (const std::string& text : texts) {
    EXPECT_EQ(utf8_prefix(text), text.size()) << text;
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  }
  EXPECT_TRUE(nlohmann::json::accept(texts[texts.size() - 2]));
  const std::regex line(R"((#.*|[a-z_]+\{([a-z]+="([^"\\]|\\[\\"n])*",?)*\} [-+.0-9a-z]+))");
  std::istringstream metrics(texts.back());
  for (std::string text; std::getline(metrics, text);) EXPECT_TRUE(std::regex_match(text, line)) << text;
}

TEST_F(Outputs, NamesOfFilesThatAreNotUtf8AreToldAndCarried) {
  const std::string name = "caf\xE9\x1b[2J.yaml";
  write_file(aside() / name,
             "wafercast: scenario/1\nname: Other\nextends: " + (scenarios() / "base.yaml").string() + "\n");
  const std::string file = "'../aside/" + name + "'";
  for (const std::string& command : {"run " + file + " --paths 64 --report page.html --xlsx book.xlsx --out result",
                                     "run " + file + " --paths 64 --json", "run " + file + " --paths 64 --part a.part",
                                     "validate --allow-outside " + file, "list --allow-outside --json " + file,
                                     "run ../aside/nothing'" + name + "'"}) {
    const Outcome outcome = run(command);
    EXPECT_THAT(outcome.exit_code, ::testing::AnyOf(0, 2)) << outcome.err;
    EXPECT_THAT(outcome.out + outcome.err,
                AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("json.exception")), Not(HasSubstr("type_error"))))
        << command;
  }
}

TEST_F(Outputs, EveryTableTakesNarrowTerminalsAndLongNames) {
  const std::string name = "a_name_that_is_longer_than_any_column_of_a_narrow_terminal_would_ever_be_and_then_some";
  write_file(aside() / "long.yaml", "wafercast: scenario/1\nname: " + name +
                                        "\nextends: " + (scenarios() / "base.yaml").string() + "\nquestions:\n  " +
                                        name + ": P(revenue[+1] > 100bn)\n");
  const std::string file = "../aside/long.yaml";
  for (const std::string& command : std::vector<std::string>{
           "list --allow-outside " + file, "run " + file + " --paths 64 --out result",
           "run " + file + " --paths 64 --full --out result", "explain --allow-outside " + file + " cowos.capacity",
           "compare --allow-outside " + base() + " " + file + " --paths 64",
           "diff --allow-outside " + base() + " " + file,
           "run " + file + " --paths 64 --set cowos.capacity.scale=0.8,0.9 --out sweep"}) {
    for (const int columns : {1, 40}) {
      const Outcome outcome = run(command, fmt::format("env COLUMNS={} ", columns));
      EXPECT_EQ(outcome.exit_code, 0) << command << "\n" << outcome.err;
    }
  }
}

TEST_F(Outputs, ATerminalIsAskedWhatItCanShow) {
  const std::string list = "list " + base() + " cowos";
  EXPECT_THAT(run_on_terminal(list, "env TERM=xterm NO_COLOR="), HasSubstr("\x1b[")) << "an empty wish is none";
  EXPECT_THAT(run_on_terminal(list, "env TERM=xterm NO_COLOR=1"), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(run_on_terminal(list, "env TERM=dumb"), Not(HasSubstr("\x1b[")));
}

}  // namespace
}  // namespace wafercast
