// Every command and every option of it, as the program itself lists them, with words that people and scripts get wrong.
// The program runs within the test, on scenarios that are not there, so that nothing but its words is looked at.

#include <tests/runners/cli/program.hpp>

#include <runners/cli/program.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using Words = std::vector<std::string>;

/// What each command is given besides its options, so that it is refused, or does next to nothing.
const std::map<std::string, Words> positionals = {
    {"run", {"no/such.yaml"}},
    {"compare", {"no/such.yaml", "no/other.yaml"}},
    {"tornado", {"no/such.yaml"}},
    {"goal", {"no/such.yaml"}},
    {"validate", {"no/such.yaml"}},
    {"explain", {"no/such.yaml"}},
    {"list", {"no/such.yaml"}},
    {"diff", {"no/such.yaml", "no/other.yaml"}},
    {"new", {"no/such.yaml"}},
    {"schema", {}},
    {"merge", {"no/such.part"}},
    {"slurm", {"no/such.yaml"}},
    {"backtest", {"no/such.yaml"}},
    {"spread", {"no/such.yaml"}},
    {"why", {"no/such.yaml"}},
    {"nightly", {"no/such.plan"}},
    {"history", {"revenue", "FY28"}},
    {"store", {"check", "no/such.sqlite"}},
    {"benchmarks", {"no/such.json"}},
    {"completion", {"bash"}},
    {"man", {}},
};

/// Words of libraries, which no user is to read.
constexpr const char* raw_words[] = {"type_error",
                                     "basic_string",
                                     "bad_alloc",
                                     "std::",
                                     "json.exception",
                                     "terminate",
                                     "--help for more",
                                     "expected",
                                     "stoi",
                                     "vector::",
                                     "not in range",
                                     "is required",
                                     "Could not",
                                     "could not convert",
                                     "TEXT",
                                     "out_of_range",
                                     "filesystem error",
                                     "INVALID",
                                     "regex"};

class WordsOfCommands : public testing::Program {
 protected:
  WordsOfCommands() : before_(std::filesystem::current_path()) { std::filesystem::current_path(folder()); }
  ~WordsOfCommands() override { std::filesystem::current_path(before_); }

  static Outcome say(Words words) {
    words.insert(words.begin(), "wafercast");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = program(static_cast<int>(words.size()), arguments.data());
    return {code, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
  }

  static Words command(const std::string& name, const Words& more) {
    Words words = {name};
    words.insert(words.end(), positionals.at(name).begin(), positionals.at(name).end());
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  /// The options by command, from the program's own list.
  static std::map<std::string, Words> options() {
    std::map<std::string, Words> all;
    std::istringstream lines(say({"man", "--format", "markdown"}).out);
    std::string name;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("## ")) all[name = line.substr(3)];
      if (line.starts_with("| `--")) all[name].push_back(line.substr(3, line.find_first_of("`,", 3) - 3));
    }
    return all;
  }

  static bool takes_value(const std::string& name, const std::string& option) {
    return say(command(name, {option + "=x"})).err.find(option + ": takes no value") == std::string::npos;
  }

  static void expect_no_raw_words(const Outcome& outcome, const std::string& what) {
    for (const char* raw : raw_words) EXPECT_THAT(outcome.err, Not(HasSubstr(raw))) << what;
  }

  static void expect_refused(const Words& words, const std::string& why) {
    const Outcome outcome = say(words);
    EXPECT_EQ(outcome.exit_code, 2) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_THAT(outcome.err, HasSubstr(why)) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_EQ(outcome.out, "");
    expect_no_raw_words(outcome, fmt::format("{}", fmt::join(words, " ")));
  }

 private:
  std::filesystem::path before_;
};

TEST_F(WordsOfCommands, AreKnownHereForEveryCommand) {
  std::set<std::string> listed, known;
  for (const auto& [name, of] : options()) listed.insert(name);
  for (const auto& [name, words] : positionals) known.insert(name);
  EXPECT_EQ(listed, known);
}

TEST_F(WordsOfCommands, AnOptionGivenTwiceIsRefusedByItsName) {
  const std::set<std::string> repeatable = {"--set"};
  const std::set<std::string> lists = {"--metric", "--period"};
  for (const auto& [name, of] : options()) {
    for (const std::string& option : of) {
      if (repeatable.contains(option)) continue;
      if (!takes_value(name, option)) continue;  // a flag says the same again
      const Outcome outcome = say(command(name, {option + "=x", option, "y"}));
      const bool told = outcome.err.find(option + ": is given twice") != std::string::npos;
      EXPECT_TRUE(told || lists.contains(option)) << name << " " << option << "\n" << outcome.err;
      EXPECT_EQ(outcome.exit_code, 2) << name << " " << option;
    }
  }
}

TEST_F(WordsOfCommands, HostileValuesAreRefusedInWordsOfTheHouse) {
  const Words hostile = {"",           " ",        "abc",    "-1", "1e400", "nan",  "inf",
                         "2026-02-30", "FY",       "=",      "x=", "=x",    "x=y",  "{",
                         "%",          "\xff\xfe", "\u00a0", "–5", "1,5",   "0x10", std::string(40, '9')};
  for (const auto& [name, of] : options()) {
    for (const std::string& option : of) {
      if (!takes_value(name, option)) continue;
      for (const std::string& value : hostile) {
        const Outcome outcome = say(command(name, {option, value}));
        const std::string what = fmt::format("{} {} '{}'\n{}", name, option, value, outcome.err);
        EXPECT_TRUE(outcome.exit_code == 0 || outcome.exit_code == 2) << what;
        EXPECT_EQ(outcome.exit_code == 2, !outcome.err.empty()) << what;
        const std::string why = value.empty() || value == " " ? option + ": its value is empty"
                                : value.starts_with('\xff')   ? "not UTF-8"
                                                              : "";
        EXPECT_THAT(outcome.err, HasSubstr(why)) << what;
        expect_no_raw_words(outcome, what);
      }
    }
  }
}

TEST_F(WordsOfCommands, AreRefusedWhereTheyAreMissingUnknownOrTooMany) {
  for (const auto& [name, words] : positionals) {
    expect_refused(command(name, {"--no-such-option"}), "--no-such-option: there is no such option");
    expect_refused(command(name, {"-z"}), "-z: there is no such option");
    if (name == "compare" || name == "validate" || name == "merge" || name == "benchmarks") continue;
    expect_refused(command(name, {"one", "two", "three"}), "'three': is one word too many");
  }
  expect_refused({}, "name a command");
  expect_refused({"rnu"}, "did you mean 'run'?");
  expect_refused({"--verbose"}, "there is no command '--verbose'");
  expect_refused({"run", "--version"}, "--version: there is no such option");
  EXPECT_EQ(say({"run", "--nonsense", "--help"}).exit_code, 0);
  EXPECT_THAT(say({"list", "--", "-x.yaml"}).err, HasSubstr("-x.yaml"));
  expect_refused({"goal"}, "scenario: is missing");
  expect_refused({"goal", "no/such.yaml"}, "--metric: is missing");
  expect_refused({"diff", "no/such.yaml"}, "second: is missing");
  expect_refused({"run", "no/such.yaml", "--as-fo", "2026-01-01"}, "did you mean '--as-of'?");
  expect_refused({"run", "no/such.yaml", "--paths"}, "--paths: has no value");
  expect_refused({"run", "no/such.yaml", "--paths", "--quiet"}, "--paths: has no value");
  expect_refused({"run", "no/such.yaml", "--json=no"}, "--json: takes no value");
  expect_refused({"run", "no/such.yaml", "—quiet"}, "is one word too many (it holds an em dash, U+2014)");
  expect_refused({"run", "no/such.yaml", "--shard", "1/2"}, "--shard: goes with --part");
  expect_refused({"run", "no/such.yaml", "--file", "--out", "x"}, "--file: and --out exclude each other");
  for (const std::string said :
       {"--as-of=2026-09-10", "--horizon=4", "--data=data", "--rely-on=beliefs", "--seed=3", "--paths=99"}) {
    expect_refused({"run", "--replay", "manifest.json", said}, "--replay");
  }
  for (const std::string shown : {"--report=x.html", "--xlsx=x.xlsx", "--json", "--period=FY28"}) {
    expect_refused({"run", "no/such.yaml", "--paths", "0..256", "--part", "x.part", shown}, "--part");
  }
  expect_refused({"validate", "no/such.yaml", "--format", "jsn"}, "'jsn' is none of text, json");
  expect_refused({"list", "\xff.yaml"}, "not UTF-8");
  expect_refused({"list", ""}, "names nothing");
}

TEST_F(WordsOfCommands, AFileBehindSeveralValuesIsTheFile) {
  for (const char* name : {"run", "spread", "compare", "why"}) {
    const Words dates = std::string(name) == "why" ? Words{"--from", "2025-02-27", "--to", "2025-08-28"} : Words{};
    for (const Words& values : {Words{"revenue"}, Words{"revenue", "gross_margin"}, Words{"revenue,gross_margin"}}) {
      Words words = {name};
      words.insert(words.end(), dates.begin(), dates.end());
      words.emplace_back("--metric");
      words.insert(words.end(), values.begin(), values.end());
      words.emplace_back("no/such.yaml");
      if (std::string(name) == "compare") words.emplace_back("no/other.yaml");
      expect_refused(words, "no/such.yaml");
      EXPECT_THAT(say(words).err, Not(HasSubstr("is missing")));
    }
  }
  expect_refused({"run", "--metric", "no/such.yaml"}, "--metric: 'no/such.yaml' is no value of it");
}

TEST_F(WordsOfCommands, WholeNumbersAreDecimalAndHaveARange) {
  const std::map<std::string, std::pair<Words, Words>> cases = {
      {"--seed", {{"0", "010", "18446744073709551615", "1_000", "1e3"}, {"18446744073709551616", "-1", "1.5", "0x10"}}},
      {"--threads", {{"0", "08", "256"}, {"257", "-1", "4294967297", "1.5"}}},
      {"--path", {{"0", "007"}, {"-1", "18446744073709551616", "1e15"}}},
      {"--paths", {{"1", "0100", "100k", "1,024", "1.5k"}, {"0", "-1", "1.0001k", "1e13", "18446744073709551617"}}},
      {"--horizon", {{"8", "08", "8q", "8 quarters", "2 years"}, {"0", "-8", "4294967297", "8.5", "8 USD"}}},
  };
  for (const auto& [option, values] : cases) {
    for (const std::string& good : values.first) {
      const Outcome outcome = say({"run", "no/such.yaml", option, good});
      EXPECT_THAT(outcome.err, Not(HasSubstr(option + ":"))) << option << " " << good;
    }
    for (const std::string& bad : values.second) expect_refused({"run", "no/such.yaml", option, bad}, option + ":");
  }
  for (const char* shard : {"0/2", "3/2", "1/0", "-1/2", "1/4294967298", "1/2/3", "1"})
    expect_refused({"run", "no/such.yaml", "--paths", "1e6", "--part", "p", "--shard", shard}, "--shard:");
  for (const char* range : {"-64..128", "64..0", "1..64", "0..1e30", "0..", "..64", "0...64"})
    expect_refused({"run", "no/such.yaml", "--part", "p", "--paths", range}, "--paths:");
}

}  // namespace
}  // namespace wafercast
