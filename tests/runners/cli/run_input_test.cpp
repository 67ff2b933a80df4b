// What a run is: each field that decides about its bits, changed alone, is another run, and comes back from wherever a
// run is written down: a manifest, a part, the command line of a task.

#include <tests/runners/cli/program.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/words.hpp>
#include <runners/jobs/runs/part.hpp>
#include <runners/jobs/runs/replay.hpp>
#include <runners/jobs/runs/run_input_io.hpp>
#include <runners/jobs/runs/slurm_scripts.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/report/json/manifest.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <set>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

class RunInputs : public testing::Program {
 protected:
  struct Change {
    const char* field;
    std::function<void(RunRequest&)> make;
  };

  RunInputs() {
    std::filesystem::copy(scenarios() / "data", folder() / "data", std::filesystem::copy_options::recursive);
    const std::filesystem::path table = folder() / "data/nvidia_quarterly.csv";
    std::string text = testing::read_file(table);
    const std::string figure = "FY20Q1,2019-04-28,2019-05-16,2220,";
    text.replace(text.find(figure), figure.size(), "FY20Q1,2019-04-28,2019-05-16,2221,");
    testing::write_file(table, text);
  }

  static RunRequest usual() { return {.scenario = {.file = scenarios() / "base.yaml"}, .paths = usual_points}; }

  std::vector<Change> changes() const {
    return {{"file", [](RunRequest& r) { r.scenario.file = scenarios() / "what-if/h20_licence.yaml"; }},
            {"as_of", [](RunRequest& r) { r.scenario.read.as_of = parse_date("2026-06-10"); }},
            {"quarters", [](RunRequest& r) { r.scenario.read.quarters = 5; }},
            {"data_folder", [this](RunRequest& r) { r.scenario.read.data_folder = folder() / "data"; }},
            {"set",
             [](RunRequest& r) {
               r.scenario.read.settings = {{"cowos.capacity.scale", "0.8@2027Q1"}};
             }},
            {"rely_on", [](RunRequest& r) { r.scenario.reliance = Reliance::beliefs; }},
            {"seed", [](RunRequest& r) { r.scenario.seed = 0xFFFF'FFFF'FFFF'FFFF; }},
            {"paths", [](RunRequest& r) { r.paths = 2 * usual_points; }},
            {"draws", [](RunRequest& r) { r.scenario.sampling.kind = Sampling::Kind::sobol; }}};
  }

  static RunInput input_of(const RunRequest& request) { return run_input(request, read(request.scenario)); }

  /// The run that a request asks for once it asked for this.
  static std::string asked_again(const RunInput& input) {
    RunRequest request;
    ask_for(input, request);
    return run_input_text(input_of(request));
  }
};

/// The run that the words of a command line ask for.
RunInput parsed(const std::vector<std::pair<std::string, std::string>>& options) {
  std::vector<std::string> words;
  for (const auto& [option, value] : options) words.push_back(option.empty() ? value : option + "=" + value);
  CLI::App app;
  RunRequest request;
  std::vector<SweepAxis> axes;
  add_run_input(app, request, axes, "");
  add_paths(app, request.paths, "");
  add_draws(app, request.scenario.sampling.kind);
  words = arranged(words, app);
  std::ranges::reverse(words);
  app.parse(std::move(words));
  request.scenario.read.settings = settings_of(axes);
  return run_input(request, read(request.scenario));
}

TEST_F(RunInputs, EachFieldAloneIsAnotherRunAndComesBack) {
  std::set<std::string> hashes = {run_hash(input_of(usual()), read(usual().scenario).resolved)};
  for (const Change& change : changes()) {
    SCOPED_TRACE(change.field);
    RunRequest request = usual();
    change.make(request);
    const Scenario scenario = read(request.scenario);
    const RunInput input = run_input(request, scenario);
    const std::string text = run_input_text(input);
    EXPECT_TRUE(hashes.insert(run_hash(input, scenario.resolved)).second) << "another run of the same name";
    EXPECT_EQ(run_input_text(read_run_input(text)), text);
    EXPECT_EQ(asked_again(read_run_input(text)), text) << "of a part";
    RunDescription description;
    description.input = input;
    testing::write_file(folder() / "manifest.json", manifest_json({}, description, {}));
    EXPECT_EQ(asked_again(read_manifest(folder() / "manifest.json").input), text) << "of a manifest";
    EXPECT_EQ(run_input_text(parsed(run_options(input))), text) << "of a command line";
  }
}

TEST_F(RunInputs, ATaskOfAClusterAsksForEachField) {
  for (const Change& change : changes()) {
    RunRequest request = usual();
    change.make(request);
    const Scenario scenario = read(request.scenario);
    const std::string script =
        slurm_scripts({.run = request, .program = "/bin/w", .started_in = "/", .folder = "/f"}, scenario)[1].text;
    for (const auto& [option, value] : run_options(run_input(request, scenario))) {
      EXPECT_THAT(script, HasSubstr(option == "--paths" ? " --paths " + value : fmt::format("{} '{}'", option, value)))
          << change.field;
    }
  }
}

TEST_F(RunInputs, NoFieldIsForgottenHere) {
  RunRequest request = usual();
  for (const Change& change : changes()) change.make(request);
  const auto json = nlohmann::json::parse(run_input_text(run_input(request, read(request.scenario))));
  std::set<std::string> written, changed;
  for (const char* object : {"scenario", "run"}) {
    for (const auto& [key, value] : json[object].items()) written.insert(key);
  }
  for (const Change& change : changes()) changed.insert(change.field);
  EXPECT_EQ(written, changed);
}

TEST_F(RunInputs, WhatCannotBeRunIsRefused) {
  const std::string text = run_input_text(input_of(usual()));
  const auto with = [&](const char* object, const char* key, const nlohmann::json& value) {
    auto json = nlohmann::json::parse(text);
    json[object][key] = value;
    return json.dump();
  };
  EXPECT_EQ(read_run_input(with("scenario", "quarters", 80)).quarters, 80);
  for (const std::int64_t crafted : {4294967300L, 1000000L, 81L, 0L, -8L}) {
    EXPECT_THROW(read_run_input(with("scenario", "quarters", crafted)), std::invalid_argument) << crafted;
  }
  EXPECT_THROW(read_run_input(with("scenario", "quarters", 8.5)), std::invalid_argument);
  EXPECT_THROW(read_run_input(with("scenario", "as_of", "soon")), std::invalid_argument);
  for (const nlohmann::json& crafted : {nlohmann::json({4}), nlohmann::json({{"name", "a"}})}) {
    EXPECT_THROW(read_run_input(with("scenario", "set", crafted)), std::invalid_argument) << crafted;
  }
  EXPECT_THROW(read_run_input(with("run", "draws", "dice")), InputError);
  EXPECT_THROW(read_run_input(with("scenario", "rely_on", "hope")), InputError);
}

}  // namespace
}  // namespace wafercast
