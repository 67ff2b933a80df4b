#include <runners/cli/commands.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/printable.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/run_output.hpp>
#include <runners/files/output_places.hpp>
#include <runners/files/result_folder.hpp>
#include <runners/jobs/runs/part.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/result_name.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {
namespace {

/// Files as they were named, and those of the folders that were named.
std::vector<std::filesystem::path> with_folders_opened(const std::vector<std::filesystem::path>& named) {
  std::vector<std::filesystem::path> files;
  for (const std::filesystem::path& path : named) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    const std::size_t before = files.size();
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (entry.path().extension() == ".part") files.push_back(entry.path());
    }
    if (error)
      throw InputError(Diagnostic{{path.string(), 0, 0}, fmt::format("cannot be read ({})", error.message()), ""});
    if (files.size() == before) throw InputError(Diagnostic{{path.string(), 0, 0}, "holds no part (*.part)", ""});
  }
  std::ranges::sort(files);
  return files;
}

/// `wafercast merge`: parts of a run become the forecast of the undivided run.
class MergeCommand final : public Command {
 public:
  MergeCommand(CLI::App& command, const Words& words);
  ExitCode run() override;

 private:
  const Words& words_;
  std::vector<std::filesystem::path> parts_;
  std::optional<std::int64_t> paths_;  ///< of the whole; absent: nobody said
  ScenarioRequest how_;
  std::filesystem::path out_;  ///< empty: where the undivided run would put it
  bool assumptions_ = false;
  bool json_ = false;
  bool quiet_ = false;
};

MergeCommand::MergeCommand(CLI::App& command, const Words& words) : words_(words) {
  command
      .add_option("parts", parts_,
                  "Files that 'wafercast run --part' wrote, all of one run, in any order, or folders of such *.part")
      ->required();
  command.add_option_function<std::string>(
      "--paths", [this](const std::string& text) { paths_ = read_paths(text); },
      "Paths that the whole has, so that a missing last part is seen too; default: up to the last part's end");
  add_working(command, how_);
  command.add_option("--out", out_, "Result folder; default: where the undivided run would put it");
  command.add_flag("--assumptions", assumptions_,
                   "List every driver's assumption, not only those with the newest sources");
  command.add_flag("--json", json_, "Print forecast.json instead of the table");
  command.add_flag("--quiet", quiet_, "Print nothing but errors");
}

ExitCode MergeCommand::run() {
  const auto begun = std::chrono::steady_clock::now();
  how_.threads = threads_to_use(how_.threads);
  OutputPlaces places;
  places.folder(out_);
  for (const std::filesystem::path& part : parts_) places.input(part);
  places.require();
  std::optional<ResultFolder> folder;
  if (!out_.empty()) folder.emplace(out_);
  try {
    MergedRun merged =
        merge_parts(with_folders_opened(parts_), how_, quiet_ ? Told::usual : Told::beliefs_and_record, paths_);
    merged.result.description.arguments = words_;
    merged.result.description.elapsed_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    const std::filesystem::path place = out_.empty() ? usual_folder(merged.request, merged.prepared.scenario) : out_;
    if (!folder) folder.emplace(place);
    const RunOutput output(merged.result, merged.prepared.scenario,
                           {.full = assumptions_, .all_assumptions = assumptions_, .json = json_, .quiet = quiet_});
    output.write(*folder, place, RunOutput::Files::usual);
    output.print(place);
    return output.exit_code();
  } catch (const MissingParts& missing) {
    fmt::print(stderr, "wafercast: {}\n", printable(missing.what()));
    return ExitCode::partial;
  }
}

}  // namespace

CommandKind merge_command() {
  return {"merge", "Merge the parts of a run ('run --part') into its forecast", declare<MergeCommand>};
}

}  // namespace wafercast
