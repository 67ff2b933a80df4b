#include <runners/cli/commands.hpp>

#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/jobs/studies/tornado.hpp>
#include <runners/report/html/report_data.hpp>
#include <runners/report/json/what_if_json.hpp>
#include <runners/report/text/tornado.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <vector>

namespace wafercast {
namespace {

/// `wafercast tornado`: what matters most to a figure.
class TornadoCommand final : public Command {
 public:
  explicit TornadoCommand(CLI::App& command);
  ExitCode run() override;

 private:
  TornadoRequest request_;
  std::vector<SweepAxis> axes_;
  ReportFile report_;
  bool json_ = false;
};

TornadoCommand::TornadoCommand(CLI::App& command) {
  command.add_option("scenario", request_.scenario.file, "Scenario file (YAML)")->required();
  add_as_of(command, request_.scenario.read.as_of);
  add_horizon(command, request_.scenario.read.quarters);
  add_axes(command, axes_, "Suppose something first, e.g. cowos.capacity.scale=0.8");
  command.add_option("--metric", request_.metric, "The metric that is moved; default: the one shown first");
  command.add_option("--period", request_.period, "In which period, e.g. FY28; default: the next fiscal year");
  add_whole(command, "--most", request_.most, {1, 1000}, "How many drivers, the most correlated first")
      ->default_str(std::to_string(request_.most));
  command.add_flag("--groups", request_.groups, "Move whole groups instead of single drivers");
  add_whole_paths(command, request_.paths, "Paths to simulate of each; default: 16384");
  add_drawing(command, request_.scenario);
  report_.add_to(command);
  command.add_flag("--json", json_, "Print JSON instead of the table");
  command.final_callback([this] { request_.scenario.read.settings = settings_of(axes_); });
}

ExitCode TornadoCommand::run() {
  catch_interrupts();
  report_.require_place({request_.scenario.file});
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  std::optional<TornadoResult> result;
  {
    Progress progress(Progress::Of::steps, Progress::Shown::where_it_can_be);
    result = tornado(request_, {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  }
  if (!result) return stopped_by_signal();
  if (report_.is_wanted()) report_.write(tornado_report(*result));
  fmt::print("{}", json_ ? tornado_json(*result) : tornado_text(*result, colours_of_output()));
  return result->about.failed_paths > 0 ? ExitCode::paths_failed : ExitCode::done;
}

}  // namespace

CommandKind tornado_command() {
  return {"tornado", "Say which drivers move a figure most", declare<TornadoCommand>};
}

}  // namespace wafercast
