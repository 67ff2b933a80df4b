#include <runners/cli/commands.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/printable.hpp>
#include <engine/core/run_limits.hpp>
#include <runners/cli/options.hpp>
#include <runners/files/one_file.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/result_name.hpp>
#include <runners/jobs/runs/shard.hpp>
#include <runners/jobs/runs/slurm_scripts.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <vector>

namespace wafercast {
namespace {

/// Throws InputError unless the folder is not there and can be made, or is empty.
void require_place_for_scripts(const std::filesystem::path& folder) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(folder, error);
  const bool is_free = std::filesystem::is_directory(status) && std::filesystem::is_empty(folder, error);
  if (std::filesystem::exists(status) && !is_free) {
    throw InputError(
        Diagnostic{{folder.string(), 0, 0},
                   "there is something in this place already",
                   "call its ./submit for the shards that are missing, or name another folder with --out"});
  }
  const std::string problem = problem_with_writing(folder / "submit", true);
  if (!problem.empty()) {
    throw InputError(Diagnostic{{folder.string(), 0, 0},
                                fmt::format("scripts cannot be written here ({})", problem),
                                "name a folder where they can, which all nodes see"});
  }
}

/// `wafercast slurm`: the scripts of a run in shards, in a folder of their own. Nothing is submitted.
class SlurmCommand final : public Command {
 public:
  explicit SlurmCommand(CLI::App& command);

  /// Throws InputError for a bad scenario, or where the folder cannot be made; nothing has been written then.
  ExitCode run() override;

 private:
  SlurmRequest request_;
  std::vector<SweepAxis> axes_;  ///< what is set, one value each
  std::filesystem::path out_;    ///< empty: beside where the result would be
};

SlurmCommand::SlurmCommand(CLI::App& command) {
  ScenarioRequest& scenario = request_.run.scenario;
  scenario.threads.count = 4;
  add_run_input(command, request_.run, axes_, "Suppose something, e.g. cowos.capacity.scale=0.8@2027Q1")
      .scenario->required();
  command
      .add_option_function<std::string>(
          "--paths", [this](const std::string& text) { request_.run.paths = read_paths(text); },
          "Paths of the whole run, e.g. 1e10")
      ->required();
  add_whole(command, "--shards", request_.shards, {1, 1'000'000},
            "Tasks of the job array; Slurm allows 1000 by default")
      ->required();
  add_whole(command, "--threads", scenario.threads.count, {1, most_threads}, "Cores of a shard")
      ->default_str(std::to_string(scenario.threads.count));
  add_full(command, scenario.series.full);
  add_reach(command, scenario.read.reach);
  command.add_option("--out", out_,
                     "Folder for scripts, parts, logs and the result, which all nodes see; default: "
                     "results/slurm/<name>-<hash>");
  command.final_callback([this] {
    request_.run.scenario.read.settings = settings_of(axes_);
    if (request_.shards > most_shards(request_.run.paths)) {
      throw CLI::ValidationError("--shards", fmt::format("{} paths make at most {} shards", request_.run.paths,
                                                         most_shards(request_.run.paths)));
    }
  });
}

ExitCode SlurmCommand::run() {
  const Scenario scenario = read(request_.run.scenario);
  compile_for_model(scenario);
  const std::filesystem::path folder =
      out_.empty() ? "results/slurm" / usual_folder(request_.run, scenario).filename() : out_;
  require_place_for_scripts(folder);
  request_.program = std::filesystem::read_symlink("/proc/self/exe");
  request_.started_in = std::filesystem::current_path();
  request_.folder = std::filesystem::absolute(folder).lexically_normal();
  const std::vector<Script> scripts = slurm_scripts(request_, scenario);
  for (const char* name : {"cache", "logs", "parts"}) std::filesystem::create_directories(folder / name);
  for (const Script& script : scripts) {
    write_whole(folder / script.name, script.text);
    if (script.is_run_by_people) {
      std::filesystem::permissions(
          folder / script.name,
          std::filesystem::perms::owner_exec | std::filesystem::perms::group_exec | std::filesystem::perms::others_exec,
          std::filesystem::perm_options::add);
    }
  }
  fmt::print("{} paths in {} shards. Next: {}/submit\n", request_.run.paths, request_.shards,
             printable_line(folder.string()));
  return ExitCode::done;
}

}  // namespace

CommandKind slurm_command() {
  return {"slurm", "Write the job scripts of a run in shards on a Slurm cluster", declare<SlurmCommand>};
}

}  // namespace wafercast
