#include <runners/cli/commands.hpp>

#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/jobs/studies/compare.hpp>
#include <runners/jobs/studies/paired_study.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/report/html/report_data.hpp>
#include <runners/report/json/comparison_json.hpp>
#include <runners/report/text/comparison.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {
namespace {

/// `wafercast compare`: scenarios on the same draws.
class CompareCommand final : public Command {
 public:
  explicit CompareCommand(CLI::App& command);
  ExitCode run() override;

 private:
  CompareRequest request_;
  std::vector<std::filesystem::path> files_;
  std::vector<SweepAxis> axes_;
  std::vector<Setting> settings_;
  ReportFile report_;
  bool full_ = false;
  bool json_ = false;
};

CompareCommand::CompareCommand(CLI::App& command) {
  command.add_option("scenarios", files_, "Scenario files: the others are compared with the first")->required();
  add_as_of(command, request_.scenario.read.as_of);
  add_horizon(command, request_.scenario.read.quarters);
  add_axes(command, axes_,
           "With one file: compare it with itself under this supposition, e.g. cowos.capacity.scale=0.8");
  add_choice(command, request_.choice);
  add_paths(command, request_.paths, "Paths to simulate of each; default: 100k");
  add_drawing(command, request_.scenario);
  report_.add_to(command);
  command.add_flag("--full", full_, "Show a table of every metric that the scenario shows first");
  command.add_flag("--json", json_, "Print JSON instead of the tables");
  command.final_callback([this] {
    settings_ = settings_of(axes_);
    const bool itself = files_.size() == 1;
    if (itself && settings_.empty())
      throw CLI::ValidationError("compare", "name two scenarios, or one and what is set of it with --set");
    if (!itself && !settings_.empty())
      throw CLI::ValidationError("--set", "needs exactly one scenario, which is compared with itself");
    if (request_.paths > PairedStudy::most_paths_in_memory) {
      throw CLI::ValidationError("--paths", fmt::format("differences keep every path in memory: at most {}",
                                                        PairedStudy::most_paths_in_memory));
    }
  });
}

ExitCode CompareCommand::run() {
  catch_interrupts();
  report_.require_place(files_);
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  request_.scenario.file = files_.front();
  if (files_.size() == 1) request_.others.push_back({files_.front(), settings_});
  for (std::size_t i = 1; i < files_.size(); ++i) request_.others.push_back({files_[i]});
  Progress progress(Progress::Of::steps, Progress::Shown::where_it_can_be);
  const auto result =
      compare(request_, {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  if (!result) return stopped_by_signal();
  if (report_.is_wanted()) report_.write(comparison_report(*result));
  ComparisonOptions shown{.colours = colours_of_output()};
  if (full_ || !request_.choice.metrics.empty()) shown.metrics = result->series.size();
  fmt::print("{}", json_ ? comparison_json(*result) : comparison_text(*result, shown));
  return result->about.failed_paths > 0 ? ExitCode::paths_failed : ExitCode::done;
}

}  // namespace

CommandKind compare_command() {
  return {"compare", "Compare scenarios with the first one, on common random numbers", declare<CompareCommand>};
}

}  // namespace wafercast
