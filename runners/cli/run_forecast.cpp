#include <runners/cli/run_forecast.hpp>

#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/run_output.hpp>
#include <runners/files/result_folder.hpp>
#include <runners/jobs/record/filed_forecasts.hpp>
#include <runners/jobs/runs/precise_run.hpp>
#include <runners/jobs/runs/replay.hpp>
#include <runners/jobs/runs/result_name.hpp>
#include <runners/jobs/runs/single_path.hpp>
#include <runners/jobs/studies/paired_study.hpp>
#include <runners/report/html/report_data.hpp>
#include <runners/report/json/path_json.hpp>
#include <runners/report/text/path_listing.hpp>
#include <runners/report/text/profile.hpp>
#include <runners/report/xlsx/forecast_xlsx.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace wafercast {
namespace {

constexpr std::int64_t profiled_paths = 16'384;

/// Where a run that is stopped leaves what it had done: hidden, beside its result.
std::filesystem::path unfinished_beside(const std::filesystem::path& place) {
  return place.parent_path() / fmt::format(".{}.unfinished", place.filename().string());
}

/// A replay holds what the manifest says, whatever is to be shown of it.
void require_held(const std::vector<std::string>& metrics, const Forecast& forecast) {
  for (const std::string& metric : metrics) {
    if (std::ranges::find(forecast.metrics, metric, &MetricForecast::name) != forecast.metrics.end()) continue;
    throw InputError(Diagnostic{{"--metric", 0, 0},
                                fmt::format("'{}' is not in the forecast that is replayed", metric),
                                "run it again without --replay, which counts what is named"});
  }
}

/// One run from its request to what people see of it.
class ForecastRun {
 public:
  explicit ForecastRun(ForecastOrder order) : order_(std::move(order)) {
    if (!order_.replay.empty()) {
      recorded_ = read_manifest(order_.replay);
      ask_for(recorded_->input, order_.request);
    }
    catch_interrupts();
    order_.request.scenario.examine = [this](const Scenario& scenario, const Plan& plan, const Model& model) {
      check_choice(order_.choice, scenario, plan, model);
    };
  }

  ExitCode forecast(const std::vector<std::string>& words);
  ExitCode path(std::uint64_t number);

 private:
  OutputPlaces places() const;
  std::filesystem::path place_of(const RunRequest& request, const Scenario& scenario) const;
  std::filesystem::path begin(const RunRequest& request, const Prepared& prepared);
  void write(const PreciseRun& made, const RunOutput& output);
  void tell(PreciseRun& made, const RunOutput& output, Stopwatch& since_made) const;

  ForecastOrder order_;
  std::optional<Recorded> recorded_;    ///< of what is replayed
  std::filesystem::path place_;         ///< of the result
  std::optional<ResultFolder> folder_;  ///< claimed; absent where nothing is written
};

OutputPlaces ForecastRun::places() const {
  OutputPlaces places;
  order_.report.claim(places);
  order_.spreadsheet.claim(places);
  places.input(order_.request.scenario.file);
  places.input(order_.replay);
  return places;
}

std::filesystem::path ForecastRun::place_of(const RunRequest& request, const Scenario& scenario) const {
  if (!order_.out.empty()) return order_.out;
  if (!order_.file) return usual_folder(request, scenario);
  return std::filesystem::path(filed_folder) /
         place_to_file(filed_folder, company_of(scenario), scenario.as_of, *order_.file);
}

/// Claims the place of the result. Throws InputError where it would take the place of what was read, or around another
/// output.
std::filesystem::path ForecastRun::begin(const RunRequest& request, const Prepared& prepared) {
  if (recorded_) check_inputs(*recorded_, prepared.scenario.inputs, order_.replay);
  place_ = place_of(request, prepared.scenario);
  OutputPlaces all = places();
  all.folder(place_);
  for (const InputFile& input : prepared.scenario.inputs) all.input(input.path);
  all.require();
  if (order_.out.empty() && !recorded_) folder_.emplace(place_);
  return unfinished_beside(place_);
}

ExitCode ForecastRun::forecast(const std::vector<std::string>& words) {
  Stopwatch whole;
  OutputPlaces named = places();
  named.folder(order_.out);
  named.require();
  if (!order_.out.empty()) folder_.emplace(order_.out);  // before the work: a place that cannot be written is found now
  order_.request.scenario.threads = threads_to_use(order_.request.scenario.threads);
  const bool shows = !order_.quiet || order_.file || order_.report.is_wanted();
  if (shows) order_.request.told = Told::beliefs_and_record;
  PreciseRun made = [&] {
    Progress progress(Progress::Of::paths, order_.quiet ? Progress::Shown::no : Progress::Shown::where_it_can_be);
    return run_precisely(
        {.run = order_.request,
         .precision = order_.precision,
         .begin = [this](const RunRequest& request, const Prepared& prepared) { return begin(request, prepared); }},
        {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  }();
  if (!made.result)
    return stopped_by_signal(made.is_resumable ? "the same command goes on from where it was" : "nothing was written");
  made.result->description.elapsed_seconds = whole.lap();
  made.result->description.arguments = words;
  Stopwatch since_made;
  ComparedChoice& choice = order_.choice;
  if (!choice.metrics.empty() || !choice.periods.empty()) choice = resolved(made.prepared, choice);
  require_held(choice.metrics, made.result->forecast);
  const RunOutput output(*made.result, made.prepared.scenario,
                         {.full = order_.full,
                          .all_assumptions = order_.assumptions,
                          .shown = choice,
                          .json = order_.json,
                          .quiet = order_.quiet});
  write(made, output);
  tell(made, output, since_made);
  return output.exit_code();
}

void ForecastRun::write(const PreciseRun& made, const RunOutput& output) {
  if (folder_ && order_.file) {
    file_forecast(filed_folder, place_.lexically_relative(filed_folder), output.json(),
                  [&] { output.write(*folder_, place_, RunOutput::Files::filed); });
  } else if (folder_) {
    output.write(*folder_, place_, RunOutput::Files::usual);
  }
  const auto& [forecast, description] = *made.result;
  if (order_.report.is_wanted()) order_.report.write(run_report(forecast, description));
  if (order_.spreadsheet.is_wanted())
    order_.spreadsheet.write(forecast_xlsx(forecast, description, order_.spreadsheet.place().parent_path()));
}

/// Throws where a replay gave other bits.
void ForecastRun::tell(PreciseRun& made, const RunOutput& output, Stopwatch& since_made) const {
  output.print(folder_ ? place_ : std::filesystem::path());
  if (!made.precision.empty() && !order_.json && !order_.quiet) fmt::print("{}\n", made.precision);
  if (order_.profile) {
    made.phases.emplace_back("write and show", since_made.lap());
    fmt::print(stderr, "{}", profile_text(made.phases, profile_stages(made.prepared, profiled_paths), Colours::none));
  }
  if (recorded_) {
    const std::string& digest = made.result->description.summary_digest;
    require_same_bits(*recorded_, digest);
    fmt::print(stderr, "wafercast: replayed, the same bits ({})\n", digest);
  }
}

ExitCode ForecastRun::path(std::uint64_t number) {
  places().require();
  RunRequest& request = order_.request;
  request.scenario.threads = threads_to_use(request.scenario.threads);
  request.scenario.sampling.paths = order_.precision ? trial_paths : request.paths;
  const Prepared prepared = prepare(request.scenario);
  if (recorded_) check_inputs(*recorded_, prepared.scenario.inputs, order_.replay);
  const SinglePath path = simulate_path(prepared, number);
  fmt::print("{}", order_.json ? path_json(path) : path_listing(path));
  return ExitCode::done;
}

}  // namespace

ExitCode run_forecast(ForecastOrder order, const std::vector<std::string>& words) {
  return ForecastRun(std::move(order)).forecast(words);
}

ExitCode run_path(ForecastOrder order, std::uint64_t path) {
  return ForecastRun(std::move(order)).path(path);
}

}  // namespace wafercast
