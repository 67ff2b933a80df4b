#include <runners/cli/commands.hpp>

#include <engine/core/run_limits.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/run_forecast.hpp>
#include <runners/cli/run_part.hpp>
#include <runners/cli/run_sweep.hpp>
#include <runners/jobs/runs/shard.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace wafercast {
namespace {

constexpr language::WholeRange possible_path{0, most_paths};

/// `wafercast run`: a scenario becomes a forecast, or a sweep of them, a part of one or a single path: each in a file
/// of its own, run_forecast.cpp and so on.
class RunCommand final : public Command {
 public:
  RunCommand(CLI::App& command, const Words& words);
  ExitCode run() override;

 private:
  void add_output_options(CLI::App& command);
  void check();  ///< what was asked for together; throws CLI::ValidationError
  bool is_sweep() const;
  void read_paths_or_range(const std::string& text);
  void take_points();
  void take_shard();

  const Words& words_;
  ForecastOrder order_;
  std::vector<SweepAxis> axes_;  ///< what is set
  bool paths_given_ = false;
  std::filesystem::path part_;         ///< a file that takes what was counted; empty: a forecast is made
  std::optional<PathRange> range_;     ///< of that part; absent: all paths
  std::optional<Shard> shard_;         ///< of the paths, which is that part
  std::optional<std::uint64_t> path_;  ///< simulate this path alone and print it
};

RunCommand::RunCommand(CLI::App& command, const Words& words) : words_(words) {
  const RunInputOptions input =
      add_run_input(command, order_.request, axes_,
                    "Suppose something, e.g. cowos.capacity.scale=0.8@2027Q1 or events.tariff=never; several values "
                    "(0.8,0.9,1.0 or 34000..40000/7) make a sweep, each --set an axis");
  auto* paths = command.add_option_function<std::string>(
      "--paths", [this](const std::string& text) { read_paths_or_range(text); },
      "Paths to simulate, e.g. 100000, 100k, 1e6; default: 100k. With --part also a range of them, e.g. 0..65536");
  command
      .add_option_function<std::string>(
          "--precision", [this](const std::string& text) { order_.precision = read_precision(text); },
          "Simulate until this precision is reached: 0.5% (standard error of the median of sales in every period), or "
          "of one "
          "figure, 0.5%@revenue[FY28]:p95")
      ->excludes(paths);
  add_working(command, order_.request.scenario);
  auto* out = command.add_option("--out", order_.out, "Result folder; default: results/runs/<name>-<hash>");
  const auto filing = [&](const char* name, Filing how, const char* meaning) {
    return command
        .add_flag_callback(
            name, [this, how] { order_.file = how; }, meaning)
        ->excludes(out);
  };
  filing("--file", Filing::once,
         "File the forecast before the fact: results/forecasts/<company>/<as-of date>/<version>, and its digest in a "
         "list that only grows")
      ->excludes(
          filing("--file-again", Filing::again, "The same, also where the day has a forecast: the next version"));
  command.add_option("--replay", order_.replay, "Run again what a manifest.json describes and compare the bits")
      ->check(existing_file);
  auto* part = command.add_option("--part", part_,
                                  "Write what these paths gave to a file, for 'wafercast merge', and make no forecast");
  part->needs(paths)->excludes(out);
  command
      .add_option_function<std::string>(
          "--shard",
          [this](const std::string& text) {
            try {
              shard_ = read_shard(text);
            } catch (const std::invalid_argument& error) {
              throw CLI::ValidationError("--shard", error.what());
            }
          },
          "Simulate this piece of the paths, for --part: 3/1000 is the third of a thousand ('wafercast slurm')")
      ->needs(part);
  add_whole(command, "--path", path_, possible_path, "Simulate this one path and print its drivers and metrics");
  input.set->excludes("--replay")->type_name("NAME=VALUE[,VALUE]");
  add_draws(command, order_.request.scenario.sampling.kind)->excludes(part)->excludes("--replay");
  add_output_options(command);
  // A manifest says what a run was, and a part shows nothing.
  for (const char* said : {"--as-of", "--horizon", "--data", "--rely-on", "--seed", "--paths", "--precision"})
    command.get_option(said)->excludes("--replay");
  for (const char* shown : {"--report", "--xlsx", "--json", "--period", "--assumptions", "--profile"})
    command.get_option(shown)->excludes(part);
  command.final_callback([this] { check(); });
}

void RunCommand::add_output_options(CLI::App& command) {
  add_choice(command, order_.choice);
  command.add_flag("--assumptions", order_.assumptions,
                   "Show everything, with every driver's assumption and its sources");
  order_.report.add_to(command);
  order_.spreadsheet.add_to(command);
  add_full(command, order_.full);
  command.add_flag("--profile", order_.profile, "Say where the time went, of the run and of a path by stage");
  command.add_flag("--json", order_.json, "Print forecast.json instead of the table, of --path the path as JSON");
  command.add_flag("--quiet", order_.quiet, "Print nothing but errors");
}

void RunCommand::check() {
  if (order_.request.scenario.file.empty() == order_.replay.empty()) {
    throw CLI::ValidationError("run", "name a scenario, or a manifest with --replay");
  }
  if (is_sweep() && order_.spreadsheet.is_wanted())
    throw CLI::ValidationError("--xlsx", "a spreadsheet is of one forecast: give one value, or --report");
  const bool writes = !order_.out.empty() || order_.report.is_wanted() || order_.spreadsheet.is_wanted() ||
                      !part_.empty() || order_.file;
  if (path_ && writes)
    throw CLI::ValidationError("--path", "shows one path and writes nothing; leave out what names a file or a folder");
  if (is_sweep() && (!part_.empty() || path_ || order_.file))
    throw CLI::ValidationError("--set", "a sweep goes without --part, --path and --file");
  if (!is_sweep()) order_.request.scenario.read.settings = settings_of(axes_);
  if (order_.request.scenario.sampling.takes_points()) take_points();
  if (shard_) take_shard();
  order_.full = order_.full || order_.assumptions;
  order_.request.scenario.series = {.full = order_.full, .metrics = order_.choice.metrics};
  if (range_ && part_.empty())
    throw CLI::ValidationError("--paths", "a range of paths is a part: name its file with --part");
}

ExitCode RunCommand::run() {
  if (is_sweep()) {
    SweepRequest request{.scenario = order_.request.scenario, .axes = axes_, .choice = order_.choice};
    if (paths_given_) request.paths = order_.request.paths;
    return run_sweep(std::move(request),
                     {.out = order_.out, .report = order_.report, .json = order_.json, .quiet = order_.quiet});
  }
  if (!part_.empty()) {
    return run_part({.request = order_.request,
                     .range = range_.value_or(PathRange{0, order_.request.paths}),
                     .file = part_,
                     .quiet = order_.quiet});
  }
  return path_ ? run_path(order_, *path_) : run_forecast(order_, words_);
}

bool RunCommand::is_sweep() const {
  return std::ranges::any_of(axes_, [](const SweepAxis& axis) { return axis.values.size() > 1; });
}

void RunCommand::read_paths_or_range(const std::string& text) {
  paths_given_ = true;
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) {
    order_.request.paths = read_paths(text);
    return;
  }
  const std::string from = text.substr(0, dots);
  const auto first = static_cast<std::int64_t>(read_whole_option("--paths", from, possible_path));
  const std::int64_t end = read_paths(text.substr(dots + 2));
  if (first >= end) throw CLI::ValidationError("--paths", fmt::format("'{}' holds no path", text));
  if (first % block_lanes != 0) {
    const std::int64_t below = first - first % block_lanes;
    throw CLI::ValidationError("--paths", fmt::format("a part begins at a multiple of {}: write {}..{} or {}..{}",
                                                      block_lanes, below, end, below + block_lanes, end));
  }
  range_ = PathRange{static_cast<std::uint64_t>(first), end - first};
}

void RunCommand::take_points() {
  if (is_sweep()) throw CLI::ValidationError("--draws", "a sweep needs independent draws");
  if (!paths_given_) order_.request.paths = usual_points;
  require_points(order_.request.paths);
}

void RunCommand::take_shard() {
  if (range_) throw CLI::ValidationError("--shard", "is a piece of all paths: write --paths 1e9, not a range of them");
  if (shard_->of > most_shards(order_.request.paths)) {
    throw CLI::ValidationError("--shard", fmt::format("{} paths make at most {} shards", order_.request.paths,
                                                      most_shards(order_.request.paths)));
  }
  range_ = paths_of(*shard_, order_.request.paths);
}

}  // namespace

CommandKind run_command() {
  return {"run", "Simulate a scenario and show the forecast", declare<RunCommand>};
}

}  // namespace wafercast
