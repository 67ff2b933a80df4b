#include <runners/cli/run_command.hpp>

#include <engine/core/printable.hpp>
#include <engine/core/run_limits.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/run_output.hpp>
#include <runners/cli/sweep_command.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/files/one_file.hpp>
#include <runners/files/result_folder.hpp>
#include <runners/jobs/record/filed_forecasts.hpp>
#include <runners/jobs/runs/part.hpp>
#include <runners/jobs/runs/replay.hpp>
#include <runners/jobs/runs/result_name.hpp>
#include <runners/jobs/runs/single_path.hpp>
#include <runners/report/html/report_data.hpp>
#include <runners/report/json/path_json.hpp>
#include <runners/report/text/path_listing.hpp>
#include <runners/report/xlsx/forecast_xlsx.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

namespace wafercast {
namespace {

/// Takes the time of what comes one after another.
class Stopwatch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

constexpr language::WholeRange possible_path{0, most_paths};
constexpr std::int64_t profiled_paths = 16'384;

/// Where a run that is stopped leaves what it had done: hidden, beside its result.
std::filesystem::path unfinished_beside(const std::filesystem::path& place) {
  return place.parent_path() / fmt::format(".{}.unfinished", place.filename().string());
}

}  // namespace

RunCommand::RunCommand(CLI::App& command) {
  const RunInputOptions input =
      add_run_input(command, request_, axes_,
                    "Suppose something, e.g. cowos.capacity.scale=0.8@2027Q1 or events.tariff=never; several values "
                    "(0.8,0.9,1.0 or 34000..40000/7) are gone through, each --set an axis");
  auto* paths = command.add_option_function<std::string>(
      "--paths", [this](const std::string& text) { read_paths_or_range(text); },
      "Paths to simulate, e.g. 100000, 100k, 1e6; default: 100k. With --part also a range of them, e.g. 0..65536");
  command
      .add_option_function<std::string>(
          "--precision", [this](const std::string& text) { precision_ = read_precision(text); },
          "As many paths as make sure enough: 0.5% (standard error of the median of sales in every period), or of one "
          "figure, 0.5%@revenue[FY28]:p95")
      ->excludes(paths);
  add_working(command, request_.scenario);
  auto* out = command.add_option("--out", out_, "Result folder; default: results/runs/<name>-<hash>");
  command
      .add_flag(
          "--file", file_,
          "File the forecast before the fact: results/forecasts/<as-of date>, and its digest in a list that only grows")
      ->excludes(out);
  command.add_option("--replay", replay_, "Run again what a manifest.json describes and compare the bits")
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
          "Of the paths, this piece alone, for --part: 3/1000 is the third of a thousand ('wafercast slurm')")
      ->needs(part);
  add_whole(command, "--path", path_, possible_path, "Simulate this one path and print its drivers and metrics");
  input.set->excludes("--replay")->type_name("NAME=VALUE[,VALUE]");
  add_draws(command, request_.scenario.sampling.kind)->excludes(part)->excludes("--replay");
  add_choice(command, choice_);
  command.add_flag("--assumptions", assumptions_, "Show all there is, with every driver's assumption and its sources");
  report_.add_to(command);
  spreadsheet_.add_to(command);
  command.add_flag("--full", full_, "Show all there is instead of what people want to know first");
  command.add_flag("--profile", profile_, "Say where the time went, of the run and of a path by stage");
  command.add_flag("--json", json_, "Print forecast.json instead of the table, of --path the path as JSON");
  command.add_flag("--quiet", quiet_, "Print nothing but errors");
  command.final_callback([this] {
    if (request_.scenario.file.empty() == replay_.empty()) {
      throw CLI::ValidationError("run", "name a scenario, or a manifest with --replay");
    }
    if (goes_through_values() && spreadsheet_.is_wanted())
      throw CLI::ValidationError("--xlsx", "a spreadsheet is of one forecast: give one value, or --report");
    const bool writes = !out_.empty() || report_.is_wanted() || spreadsheet_.is_wanted() || !part_.empty() || file_;
    if (path_ && writes)
      throw CLI::ValidationError("--path",
                                 "shows one path and writes nothing; leave out what names a file or a folder");
    if (goes_through_values() && (!part_.empty() || path_ || file_))
      throw CLI::ValidationError("--set", "several values are gone through without --part, --path and --file");
    if (!goes_through_values()) request_.scenario.read.settings = settings_of(axes_);
    if (request_.scenario.sampling.takes_points()) take_points();
    if (shard_) take_shard();
    if (range_ && part_.empty())
      throw CLI::ValidationError("--paths", "a range of paths is a part: name its file with --part");
  });
}

ExitCode RunCommand::run(std::vector<std::string> words) {
  words_ = std::move(words);
  if (goes_through_values()) return go_through_values();
  return part_.empty() ? simulate() : simulate_part();
}

bool RunCommand::goes_through_values() const {
  return std::ranges::any_of(axes_, [](const SweepAxis& axis) { return axis.values.size() > 1; });
}

ExitCode RunCommand::go_through_values() const {
  SweepRequest request{.scenario = request_.scenario, .axes = axes_, .choice = choice_};
  request.scenario.threads = threads_to_use(request.scenario.threads);
  if (paths_given_) request.paths = request_.paths;
  return sweep_and_write(request, {.out = out_, .report = report_, .json = json_, .quiet = quiet_});
}

void RunCommand::read_paths_or_range(const std::string& text) {
  paths_given_ = true;
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) {
    request_.paths = read_paths(text);
    return;
  }
  const std::string from = text.substr(0, dots);
  const auto first = static_cast<std::int64_t>(options_detail::read_whole("--paths", from, possible_path));
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
  if (goes_through_values())
    throw CLI::ValidationError("--draws", "several values are gone through with independent draws");
  if (!paths_given_) request_.paths = usual_points;
  require_points(request_.paths);
}

void RunCommand::take_shard() {
  if (range_) throw CLI::ValidationError("--shard", "is a piece of all paths: write --paths 1e9, not a range of them");
  if (shard_->of > most_shards(request_.paths)) {
    throw CLI::ValidationError(
        "--shard", fmt::format("{} paths make at most {} shards", request_.paths, most_shards(request_.paths)));
  }
  range_ = paths_of(*shard_, request_.paths);
}

ExitCode RunCommand::simulate_part() {
  catch_interrupts();
  OutputPlaces places;
  places.file(part_kind, part_);
  places.input(request_.scenario.file);
  places.require();
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  const Prepared prepared = prepare(request_.scenario);
  const PathRange range = range_.value_or(PathRange{0, request_.paths});
  Progress progress(Progress::Of::paths, quiet_ ? Progress::Shown::no : Progress::Shown::where_it_can_be);
  const auto counted =
      count_paths(prepared, range, request_.scenario.threads,
                  {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  if (!counted) return stopped_by_signal();
  write_part(part_, part_header(prepared, request_, range), *counted);
  if (!quiet_)
    fmt::print("paths {}..{} of {}: {}\n", range.first, range.end(), prepared.scenario.name,
               printable_line(part_.string()));
  return ExitCode::done;
}

std::filesystem::path RunCommand::place_of(const Scenario& scenario) const {
  if (!out_.empty()) return out_;
  if (!file_) return usual_folder(request_, scenario);
  require_unfiled(filed_folder, scenario.as_of);
  return std::filesystem::path(filed_folder) / to_string(scenario.as_of);
}

OutputPlaces RunCommand::places_of_files() const {
  OutputPlaces places;
  report_.claim(places);
  spreadsheet_.claim(places);
  places.input(request_.scenario.file);
  places.input(replay_);
  if (!path_) places.folder(out_);
  return places;
}

/// Throws InputError where the results would take the place of what was read, or around another output.
void RunCommand::require_apart(const Attempt& made) const {
  OutputPlaces places = places_of_files();
  places.folder(made.place);
  for (const InputFile& input : made.prepared.scenario.inputs) places.input(input.path);
  places.require();
}

RunCommand::Attempt RunCommand::attempt(const std::optional<Recorded>& recorded, std::optional<ResultFolder>& folder) {
  Stopwatch watch;
  request_.scenario.sampling.paths = request_.paths;
  ScenarioRequest asked = request_.scenario;
  asked.examine = [&](const Scenario& scenario, const Plan& plan, const Model& model) {
    check_choice(choice_, scenario, plan, model);
    if (precision_) check_precision(*precision_, plan);
  };
  Attempt made{.prepared = prepare(asked)};
  made.phases.emplace_back("read, compile, learn", watch.lap());
  const Prepared& prepared = made.prepared;
  if (!choice_.metrics.empty() || !choice_.periods.empty()) choice_ = resolved(prepared, choice_);
  if (recorded) check_inputs(*recorded, prepared.scenario.inputs, replay_);
  if (path_) return made;
  made.place = place_of(prepared.scenario);
  require_apart(made);
  if (out_.empty() && !recorded) folder.emplace(made.place);
  Progress progress(Progress::Of::paths, quiet_ ? Progress::Shown::no : Progress::Shown::where_it_can_be);
  const std::filesystem::path unfinished = unfinished_beside(made.place);
  const auto counted =
      count_resumably(prepared, request_, unfinished,
                      {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  made.resumable = std::filesystem::exists(unfinished);
  made.phases.emplace_back("simulate", watch.lap());
  if (counted) made.result = conclude(prepared, request_, *counted);
  made.phases.emplace_back("errors and figures", watch.lap());
  return made;
}

/// Whether the attempt is as sure as was asked for, or as can be, which it then says itself. Otherwise the next one has
/// more paths.
bool RunCommand::is_precise(Attempt& made) {
  const Precision reached = precision_of(made.result->forecast, made.prepared, *precision_);
  std::optional<std::int64_t> members;
  if (made.prepared.learnt) members = made.prepared.learnt->posterior.members;
  const auto more = paths_for(*precision_, reached, request_.paths, members);
  const bool enough = reached.relative <= precision_->relative;
  if (!enough && more) {
    attempts_.push_back(request_.paths);
    take_paths(request_, request_.scenario.sampling.takes_points() ? points_from(*more) : *more, members.has_value());
    return false;
  }
  std::string cost = fmt::format("{} paths", request_.paths);
  if (!attempts_.empty()) cost += fmt::format(", after {} that were too few", fmt::join(attempts_, ", "));
  precise_ =
      fmt::format("standard error of {}: {:.2g} % of it, {:.2g} % {}: {}", reached.figure, 100.0 * reached.relative,
                  100.0 * precision_->relative, enough ? "was asked for" : "was asked for and cannot be reached", cost);
  made.result->description.notes.push_back(precise_);
  return true;
}

ExitCode RunCommand::simulate() {
  const auto begun = std::chrono::steady_clock::now();
  std::optional<Recorded> recorded;
  if (!replay_.empty()) {
    recorded = read_manifest(replay_);
    ask_for(recorded->input, request_);
  }
  catch_interrupts();
  places_of_files().require();
  std::optional<ResultFolder> folder;  // claimed before the work: a place where nothing can be written is found now
  if (!out_.empty() && !path_) folder.emplace(out_);
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  if (precision_) request_.paths = trial_paths;
  request_.scenario.sampling.paths = request_.paths;
  Attempt made = attempt(recorded, folder);
  if (path_) {
    const SinglePath path = simulate_path(made.prepared, *path_);
    fmt::print("{}", json_ ? path_json(path) : path_listing(path));
    return ExitCode::done;
  }
  while (precision_ && made.result && !is_precise(made)) made = attempt(recorded, folder);
  if (!made.result) {
    return stopped_by_signal(made.resumable ? "the same command goes on from where it was" : "nothing was written");
  }
  const Prepared& prepared = made.prepared;
  const std::filesystem::path& place = made.place;
  RunResult& result = *made.result;
  result.description.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  result.description.arguments = words_;

  Stopwatch watch;
  const RunOutput output(result, prepared.scenario,
                         {.full = full_ || assumptions_,
                          .all_assumptions = assumptions_,
                          .shown = choice_,
                          .json = json_,
                          .quiet = quiet_});
  if (folder) {
    if (file_) {
      file_forecast(filed_folder, prepared.scenario.as_of, output.json(),
                    [&] { output.write(*folder, place, RunOutput::Files::filed); });
    } else {
      output.write(*folder, place, RunOutput::Files::usual);
    }
  }
  if (report_.is_wanted()) report_.write(run_report(result.forecast, result.description));
  if (spreadsheet_.is_wanted())
    spreadsheet_.write(forecast_xlsx(result.forecast, result.description, spreadsheet_.place().parent_path()));
  output.print(folder ? place : std::filesystem::path());
  if (precision_ && !json_ && !quiet_) fmt::print("{}\n", precise_);
  if (profile_) {
    made.phases.emplace_back("write and show", watch.lap());
    fmt::print(stderr, "{}", profile_text(made.phases, profile_stages(prepared, profiled_paths), Colours::none));
  }
  if (recorded) {
    require_same_bits(*recorded, result.description.summary_digest);
    fmt::print(stderr, "wafercast: replayed, the same bits ({})\n", result.description.summary_digest);
  }
  return output.exit_code();
}

}  // namespace wafercast
