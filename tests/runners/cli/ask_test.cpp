// What is asked of a scenario besides its forecast: tornado, goal, validate, explain, list, diff, new.

#include <tests/runners/cli/program.hpp>

#include <runners/cli/exit_codes.hpp>
#include <runners/report/text/text_grid.hpp>

#include <cstdlib>
#include <set>
#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;

class Ask : public testing::Program {
 protected:
  std::string answer(const std::string& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << arguments << "\n" << outcome.err;
    return outcome.out;
  }

  nlohmann::json json_answer(const std::string& arguments) const {
    return nlohmann::json::parse(answer(arguments + " --json"));
  }

  void expect_refused(const std::string& arguments, const std::string& why) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr(why)) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
  }

  void expect_within(const std::string& text, int columns) const {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), columns) << line;
  }

  static std::string what_if(const std::string& name) {
    return "'" + (scenarios() / "what-if" / (name + ".yaml")).string() + "'";
  }

  static constexpr const char* today = " --as-of 2026-09-10";
};

TEST_F(Ask, TornadoFindsWhatMatters) {
  const std::string command = "tornado " + base() + today + " --paths 2048 --most 5 --period FY28";
  expect_within(answer(command), 80);
  const auto tornado = json_answer(command);
  ASSERT_EQ(tornado["bars"].size(), 5u);
  const auto change = [](const nlohmann::json& bar, const char* at) {
    return bar[at]["median_change"]["value"].get<double>();
  };
  double widest = std::numeric_limits<double>::infinity();
  bool capacity = false;
  for (const auto& bar : tornado["bars"]) {
    const double swing = std::abs(change(bar, "at_p90") - change(bar, "at_p10"));
    EXPECT_LE(swing, widest) << "the widest first";
    EXPECT_LT(bar["p10"], bar["p90"]);
    widest = swing;
    if (bar["driver"] != "cowos.capacity") continue;
    capacity = true;
    EXPECT_LT(change(bar, "at_p10"), -20e9);
    EXPECT_GT(change(bar, "at_p90"), 20e9);
  }
  EXPECT_TRUE(capacity);
  expect_refused("tornado " + base() + today + " --metric revenu", "did you mean 'revenue'?");
}

TEST_F(Ask, GoalFindsTheValueThatReachesATarget) {
  const std::string of = "goal " + base() + today + " --paths 4096 --metric revenue[FY28]:p50";
  const auto found = json_answer(of + " --target 700bn --vary cowos.capacity.scale");
  const double value = found["value"]["value"];
  EXPECT_GT(found["value"]["error"], 0.0);
  // What is found, set: the figure is the target.
  const auto check = nlohmann::json::parse(answer(
      "compare " + base() + today +
      " --paths 4096 --metric revenue --period FY28 --json --set cowos.capacity.scale=" + std::to_string(value)));
  const double reached = check["others"][0]["metrics"]["revenue"]["periods"]["FY28"]["after"]["p50"];
  EXPECT_NEAR(reached, 700e9, 0.5e9);
  EXPECT_TRUE(json_answer(of + " --target 7000bn --vary cowos.capacity.scale")["value"].is_null());
  EXPECT_THAT(answer(of + " --target 7000bn --vary cowos.capacity.scale"), HasSubstr("it goes from"));
  expect_refused(of + " --target 700bn --vary a.scale --set a.scale=0.9", "is set by '--set a.scale=0.9' already");
  expect_refused(of + " --target 500 --vary cowos.capacity.scale", "write --target 500bn");
  expect_refused("goal " + base() + today + " --metric gross_margin[FY28] --target 74 --vary a", "write --target 74%");
  expect_refused("goal " + base() + today + " --metric cowos_wafers[FY28] --target 500 --vary a",
                 "(cowos_wafers is in wafer); write --target 500 wafer");
  expect_refused(of + " --target 700kg --vary cowos.capacity.scale", "--target 700kg");
  expect_refused(of + " --target 700bn --vary cowos.capacity.scale --between 2..1", "no range to search");
  expect_refused(of + " --target 700bn --vary cowos.capacty.scale", "did you mean 'cowos.capacity'?");
  expect_refused("goal " + base() + " --metric revenue --target 1bn --vary a", "names no figure");
}

TEST_F(Ask, ValidateTellsEveryProblemWithItsRange) {
  testing::write_file(aside() / "bad.yaml",
                      "wafercast: scenario/1\nname: Bad\nextends: " +
                          std::filesystem::relative(scenarios() / "base.yaml", aside()).generic_string() +
                          "\noverride:\n  cowos.capacty: {scale: 0.9}\n  blackwell.price: {now: 30k wafer/month}\n");
  const std::string bad = "'" + (aside() / "bad.yaml").string() + "'";
  const Outcome outcome = run("validate --allow-outside " + base() + " " + bad);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, HasSubstr("base.yaml: sound"));
  EXPECT_THAT(outcome.err,
              HasSubstr("bad.yaml:5:3: the parent has no 'cowos.capacty'; did you mean 'cowos.capacity'?"));
  EXPECT_THAT(outcome.err, HasSubstr("bad.yaml:6:26: "));
  const auto problems =
      nlohmann::json::parse(run("validate --allow-outside " + bad + " --format json").out)["diagnostics"];
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0]["range"]["start"]["line"], 5);
  EXPECT_EQ(problems[0]["range"]["start"]["column"], 3);
  EXPECT_EQ(problems[0]["range"]["end"]["column"], 16);
  EXPECT_EQ(problems[0]["suggestion"], "did you mean 'cowos.capacity'?");
  EXPECT_EQ(nlohmann::json::parse(answer("validate " + base() + " --format json"))["diagnostics"].size(), 0u);
}

TEST_F(Ask, ExplainSaysWhoSaidSoAndWhatTheDataMadeOfIt) {
  const std::string of = "explain " + what_if("packaging_slips") + today + " ";
  const std::string text = answer(of + "cowos.capacity");
  expect_within(text, 80);
  for (const char* said : {"k wafer/month", "▸ packaging_slips.yaml:7 (override)", "cowos.yaml:", "FY29Q2"})
    EXPECT_THAT(text, HasSubstr(said));
  const auto driver = json_answer(of + "cowos.capacity")["drivers"][0];
  EXPECT_EQ(driver["quarters"].size(), 8u);
  const auto& quarter = driver["quarters"]["FY28Q2"];
  EXPECT_NE(quarter["believed"]["p50"], quarter["learnt"]["p50"]);
  EXPECT_EQ(driver["stated"].back()["section"], "override");
  EXPECT_EQ(json_answer(of + "'*.capex'")["drivers"].size(), 5u);
  EXPECT_THAT(answer(of + "events.tariff"), HasSubstr("events.tariff"));
  expect_refused(of + "cowos.capacty", "did you mean 'cowos.capacity'?");
}

TEST_F(Ask, ExplainShowsADriverThroughTheQuartersFromWhichOneLearns) {
  const std::string of = "explain " + base() + today + " ";
  const auto driver = json_answer(of + "demand.tightness")["drivers"][0];
  ASSERT_EQ(driver["past"].size(), 9u) << "the quarter in which the window starts, and eight";
  EXPECT_NE(driver["past"]["FY26Q1"]["believed"]["p50"], driver["past"]["FY27Q2"]["believed"]["p50"]);
  EXPECT_EQ(driver["quarters"].size(), 1u);
  const std::string text = answer(of + "demand.tightness");
  expect_within(text, 80);
  EXPECT_THAT(text, HasSubstr("  FY25Q2 "));
  EXPECT_THAT(text, HasSubstr("  from FY27Q3 "));
  EXPECT_EQ(json_answer(of + "blackwell.price")["drivers"][0]["past"].size(), 0u) << "it is the same in all of them";
}

TEST_F(Ask, ListFindsNames) {
  const auto all = json_answer("list " + base() + today);
  EXPECT_GT(all["things"].size(), 200u);
  EXPECT_EQ(all["periods"].size(), 10u);
  const std::string found = answer("list " + base() + today + " CoWoS");
  expect_within(found, 80);
  EXPECT_THAT(found, HasSubstr("cowos.capacity"));
  EXPECT_THAT(found, HasSubstr("cowos_wafers"));
  EXPECT_THAT(found, Not(HasSubstr("gaming")));
  EXPECT_THAT(answer("list " + base() + today + " '*.capex'"), HasSubstr("oracle.capex"));
  EXPECT_EQ(answer("list " + base() + today + " xyzzy"), "nothing of that name\n");
}

TEST_F(Ask, DiffSaysWhatDiffersBeforeAnyNumberIsDrawn) {
  const auto differs = json_answer("diff " + base() + " " + what_if("packaging_slips") + today)["differs"];
  ASSERT_EQ(differs.size(), 2u);
  EXPECT_EQ(differs[0]["name"], "cowos.capacity");
  EXPECT_EQ(differs[0]["after"], "× 0.8 from 2025Q3");
  EXPECT_EQ(differs[1]["name"], "events.export_tightening.hazard");
  EXPECT_EQ(answer("diff " + base() + " " + base()), "both say the same\n");
}

TEST_F(Ask, NewWritesAWhatIfThatRuns) {
  const std::string made = answer("new my_question.yaml --base " + base());
  EXPECT_THAT(made, HasSubstr("wafercast compare"));
  EXPECT_THAT(testing::read_file(folder() / "my_question.yaml"), HasSubstr("name: My question\n"));
  EXPECT_THAT(answer("validate --allow-outside my_question.yaml"), HasSubstr("sound"));
  expect_refused("new my_question.yaml --base " + base(), "is there already");
}

TEST_F(Ask, AnUnknownCommandIsMetWithTheOneThatWasMeant) {
  expect_refused("compar " + base(), "there is no command 'compar'; did you mean 'compare'?");
  expect_refused("dance", "there are run, compare, ");
}

TEST_F(Ask, ShellsCompleteCommandsAndOptions) {
  testing::write_file(folder() / "c.bash", answer("completion bash"));
  testing::write_file(folder() / "try.sh",
                      "source c.bash\nCOMP_WORDS=(wafercast comp); COMP_CWORD=1; _wafercast; echo \"${COMPREPLY[@]}\"\n"
                      "COMP_WORDS=(wafercast goal --ta); COMP_CWORD=2; _wafercast; echo \"${COMPREPLY[@]}\"\n");
  ASSERT_EQ(std::system(("cd '" + folder().string() + "' && bash try.sh > out.txt").c_str()), 0);
  EXPECT_EQ(testing::read_file(folder() / "out.txt"), "compare completion\n--target\n");
  EXPECT_THAT(answer("completion zsh"), HasSubstr("'*--target[What it is to reach"));
  EXPECT_THAT(answer("man"), HasSubstr(".SS \"compare "));
  expect_refused("completion fish", "bash");
}

TEST_F(Ask, TheReferencePagesAreWhatTheProgramPrints) {
  const std::filesystem::path docs = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "docs";
  for (const auto& [command, page] :
       {std::pair{"schema --format markdown", "language-keys.md"}, std::pair{"man --format markdown", "commands.md"}}) {
    EXPECT_EQ(answer(command), testing::read_file(docs / page))
        << "print it anew: ./wafercast " << command << " > docs/" << page;
  }
}

TEST_F(Ask, EveryListOfExitCodesIsTheTable) {
  std::set<ExitCode> codes;
  for (const auto& [code, meaning] : exit_meanings) EXPECT_TRUE(codes.insert(code).second) << meaning;
  EXPECT_EQ(codes.size(), 8u);
  const std::string table = exit_codes_text();
  for (const char* command : {"--help", "man", "man --format markdown"}) EXPECT_THAT(answer(command), HasSubstr(table));
  const std::filesystem::path root(WAFERCAST_SOURCE_DIR);
  std::vector<std::filesystem::path> pages = {root / "README.md"};
  for (const auto& page : std::filesystem::directory_iterator(root / "docs")) {
    if (page.path().extension() == ".md") pages.push_back(page.path());
  }
  for (const std::filesystem::path& page : pages) {
    const std::string text = testing::read_file(page);
    const bool lists_them = text.find("Exit codes: 0 done") != std::string::npos;
    EXPECT_TRUE(!lists_them || text.find(table) != std::string::npos) << page;
  }
}

}  // namespace
}  // namespace wafercast
