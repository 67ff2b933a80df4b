#include <wafercast/cli/run_command.hpp>

#include <wafercast/cli/build_info.hpp>
#include <wafercast/cli/change_reports.hpp>
#include <wafercast/cli/filed_forecasts.hpp>
#include <wafercast/cli/interrupt.hpp>
#include <wafercast/cli/machine.hpp>
#include <wafercast/cli/models.hpp>
#include <wafercast/cli/path_listing.hpp>
#include <wafercast/cli/prepared.hpp>
#include <wafercast/cli/progress.hpp>
#include <wafercast/cli/replay.hpp>
#include <wafercast/cli/terminal.hpp>
#include <wafercast/core/parallel.hpp>
#include <wafercast/forecast/limit_tally.hpp>
#include <wafercast/forecast/plan_questions.hpp>
#include <wafercast/forecast/summary.hpp>
#include <wafercast/insight/ensemble_error.hpp>
#include <wafercast/report/csv.hpp>
#include <wafercast/report/json.hpp>
#include <wafercast/report/manifest.hpp>
#include <wafercast/report/result_folder.hpp>
#include <wafercast/report/table.hpp>
#include <wafercast/scenario/read.hpp>
#include <wafercast/simulation/simulate.hpp>

#include <fmt/format.h>
#include <xxhash.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>

namespace wafercast {
namespace {

ReadOptions options_of(const RunArguments& arguments) {
  ReadOptions options = read_options(arguments.reach);
  options.as_of = arguments.as_of;
  options.quarters = arguments.quarters;
  options.data_folder = arguments.data_folder;
  return options;
}

/// What a run counted.
struct Counted {
  std::unique_ptr<Summary> summary;
  std::vector<std::int64_t> limits;  ///< paths in which a supposition was held at a bound, by row
};

/// Simulates on all workers and merges what they gathered; nothing when it was interrupted.
std::optional<Counted> simulate_all(const RunArguments& arguments, const Prepared& prepared) {
  const Plan& plan = prepared.plan;
  const std::vector<PlannedQuestion> questions = plan_questions(prepared.scenario.questions, plan);
  const Threads threads{arguments.threads};
  std::vector<std::unique_ptr<Summary>> summaries;
  std::vector<std::unique_ptr<LimitTally>> tallies;
  for (int slot = 0; slot < worker_slots(threads); ++slot) {
    summaries.push_back(std::make_unique<Summary>(plan.series, plan.event_names, questions));
    tallies.push_back(std::make_unique<LimitTally>(plan.limit_rows, *summaries.back()));
  }
  Progress progress(arguments.paths, !arguments.quiet);
  const RunOptions options{.paths = arguments.paths,
                           .threads = threads,
                           .progress = [&](std::int64_t done) { progress.update(done); },
                           .stop = interrupted};
  const auto consumer = [&](int slot) -> BlockConsumer& { return *tallies[static_cast<std::size_t>(slot)]; };
  if (!simulate(plan, *prepared.model, prepared.sampler(), options, consumer)) return std::nullopt;
  Counted counted{nullptr, std::vector<std::int64_t>(static_cast<std::size_t>(plan.limit_rows), 0)};
  for (const auto& tally : tallies) tally->add_to(counted.limits);
  for (std::size_t slot = 1; slot < summaries.size(); ++slot) summaries[0]->merge(*summaries[slot]);
  counted.summary = std::move(summaries[0]);
  return counted;
}

std::string hex_hash(const std::string& text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

/// Names a result: the same scenario, data, seed and number of paths give the same folder.
std::string run_hash(const RunArguments& arguments, const Scenario& scenario) {
  std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n", scenario.resolved, to_string(scenario.as_of),
                                 scenario.quarters, arguments.seed, arguments.paths);
  for (const InputFile& input : scenario.inputs) text += input.digest + "\n";
  return hex_hash(text);
}

/// A path's value as its knots: the last one before the forecast starts and what is ahead of it.
std::string value_text(const DriverBelief& driver, Date start) {
  std::string text;
  for (std::size_t k = 0; k < driver.knots.size(); ++k) {
    const bool is_past = k + 1 < driver.knots.size() && driver.knots[k + 1].day <= start;
    if (is_past) continue;
    if (!text.empty()) text += ", ";
    if (driver.knots.size() > 1) text += driver.knots[k].label + ": ";
    text += driver.knots[k].value.text;
  }
  return text;
}

/// How a driver is changed: "supposed × 0.8 from 2026Q4".
std::string changes_of(const std::string& driver, const Scenario& scenario) {
  std::string text;
  for (const ScenarioChange& change : scenario.changes) {
    if (change.target != driver && !change.target.starts_with(driver + ".")) continue;
    if (change.kind != ScenarioChange::Kind::suppose && change.kind != ScenarioChange::Kind::believe) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                        change.kind == ScenarioChange::Kind::suppose ? "supposed" : "believed instead of the base",
                        change.kind == ScenarioChange::Kind::suppose ? change.after : change.before);
    if (!change.when.empty()) text += " " + change.when;
  }
  return text;
}

std::vector<Assumption> assumptions_of(const Scenario& scenario) {
  const Date start = scenario.calendar.days_of(scenario.first).first;
  std::vector<Assumption> assumptions;
  for (const DriverBelief& driver : scenario.drivers) {
    assumptions.push_back({driver.name, driver.unit.text(), value_text(driver, start), driver.provenance,
                           changes_of(driver.name, scenario)});
  }
  return assumptions;
}

RunDescription describe(const RunArguments& arguments, const std::vector<std::string>& words, const Scenario& scenario,
                        const Model& model, const Summary& summary, double elapsed_seconds) {
  RunDescription run;
  run.scenario = scenario.name;
  run.file = scenario.file;
  run.model = scenario.model;
  run.as_of = scenario.as_of;
  run.last_reported = scenario.last_reported;
  run.quarters = scenario.quarters;
  run.history = scenario.history;
  run.assumptions = assumptions_of(scenario);
  for (const MetricSpec& metric : model.metrics()) run.metric_titles[metric.name] = metric.title;
  run.seed = arguments.seed;
  run.version = build_info::version();
  run.build = build_info::build();
  run.compiler = build_info::compiler();
  run.machine = machine_name();
  run.threads = worker_slots({arguments.threads});
  run.elapsed_seconds = elapsed_seconds;
  run.arguments = words;
  run.scenario_hash = hex_hash(scenario.resolved);
  run.summary_digest = summary.digest();
  run.inputs = scenario.inputs;
  if (arguments.data_folder) run.data_folder = arguments.data_folder->string();
  return run;
}

/// A figure on which a scenario was conditioned, as people read it.
Fit fit_of(const ObservationFit& fit, Evidence::Scale scale) {
  const auto read = [&](double value) {
    switch (scale) {
      case Evidence::Scale::amount:
        return std::exp(value);
      case Evidence::Scale::growth:
        return std::expm1(value);
      case Evidence::Scale::share:
        break;
    }
    return value;
  };
  return {fit.observation.name,        scale == Evidence::Scale::amount ? "USD" : "fraction",
          read(fit.observation.value), read(fit.prior_mean),
          read(fit.posterior_mean),    fit.sigmas};
}

/// What was learnt, with the drivers that moved most.
std::optional<Learning> learning_of(const Prepared& prepared, Threads threads) {
  if (!prepared.learnt) return std::nullopt;
  constexpr std::int64_t paths = 4096;
  constexpr std::size_t shown = 8;
  Learning learning{prepared.learnt->members, {}, {}};
  for (std::size_t k = 0; k < prepared.learnt->fits.size(); ++k) {
    learning.fits.push_back(fit_of(prepared.learnt->fits[k], prepared.learnt_scales[k]));
  }
  learning.lessons =
      lessons(prepared.plan, *prepared.model, *prepared.draws.prior, *prepared.draws.posterior, paths, shown, threads);
  return learning;
}

/// `China licence, seen from April` as a folder's name: china-licence-seen-from-april.
std::string folder_name(const std::string& scenario) {
  std::string name;
  for (const char c : scenario) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (plain || capital) {
      name += static_cast<char>(capital ? c - 'A' + 'a' : c);
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  constexpr std::size_t longest = 100;  // of a folder's name, which disks limit
  if (name.size() > longest) name.resize(longest);
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name.empty() ? "scenario" : name;
}

/// Where a result goes when nobody says: by the scenario's name and what decides about its bits.
std::filesystem::path usual_folder(const RunArguments& arguments, const Scenario& scenario) {
  const std::string hash = run_hash(arguments, scenario).substr(0, 10);
  return std::filesystem::path("results/runs") / fmt::format("{}-{}", folder_name(scenario.name), hash);
}

ExitCode report_failed_paths(const Summary& summary) {
  fmt::print(stderr, "wafercast: {} of {} paths gave values that are not finite; look at one with --path N, N among:",
             summary.failed_paths(), summary.paths());
  for (const std::uint64_t path : summary.first_failed_paths()) fmt::print(stderr, " {}", path);
  fmt::print(stderr, "\n");
  return ExitCode::paths_failed;
}

}  // namespace

ExitCode run(RunArguments arguments, const std::vector<std::string>& words) {
  const auto begun = std::chrono::steady_clock::now();
  std::optional<Recorded> recorded;
  if (!arguments.replay.empty()) recorded = read_manifest(arguments.replay, arguments);
  catch_interrupts();
  std::optional<ResultFolder> folder;  // claimed before the work: a place where nothing can be written is found now
  if (!arguments.out.empty() && !arguments.path) folder.emplace(arguments.out);
  const Threads threads = threads_to_use(arguments.threads);
  arguments.threads = threads.count;
  const ReadOptions options = options_of(arguments);
  const Prepared prepared = prepare(arguments.scenario, options, arguments.seed, threads);
  const Scenario& scenario = prepared.scenario;
  if (recorded) check_inputs(*recorded, scenario.inputs, arguments.replay);
  if (arguments.path) {
    fmt::print("{}", list_path(scenario, prepared.plan, *prepared.model, prepared.sampler(), *arguments.path));
    return ExitCode::done;
  }

  const std::filesystem::path out = arguments.file ? std::filesystem::path(filed_folder) / to_string(scenario.as_of)
                                    : arguments.out.empty() ? usual_folder(arguments, scenario)
                                                            : arguments.out;
  if (arguments.file && std::filesystem::exists(out)) {
    throw InputError(Diagnostic{
        {out.generic_string(), 0, 0}, "a forecast of that day is filed already", "what is filed stays as it is"});
  }
  if (!folder && !recorded) folder.emplace(out);
  const std::optional<Counted> counted = simulate_all(arguments, prepared);
  if (!counted) {
    return stopped_by_signal();
  }
  const Summary& summary = *counted->summary;
  Forecast forecast = summary.forecast();
  if (prepared.learnt) {
    add_ensemble_error(forecast, prepared.plan, *prepared.model, prepared.sampler(),
                       plan_questions(scenario.questions, prepared.plan),
                       {prepared.learnt->groups, prepared.learnt->members, arguments.paths}, threads);
  }
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  RunDescription description = describe(arguments, words, scenario, *prepared.model, summary, elapsed);
  description.learning = learning_of(prepared, threads);
  describe_changes(prepared, options, threads, description);
  description.limits = limit_reports(prepared, counted->limits);
  const std::string json = forecast_json(forecast, description);

  if (folder) {
    folder->add("forecast.json", json);
    if (!arguments.file) folder->add("forecast.csv", forecast_csv(forecast));
    folder->add("scenario.yaml", resolved_at(scenario, out));
    folder->add("manifest.json", manifest_json(forecast, description, folder->names()));
    folder->publish();
    if (arguments.file) enter_filed(filed_folder, scenario.as_of, json);
  }

  if (arguments.json) {
    fmt::print("{}", json);
  } else if (!arguments.quiet) {
    TableOptions table;
    table.colour = wants_colour();
    if (arguments.assumptions) table.assumptions = description.assumptions.size();
    if (arguments.assumptions && description.learning) table.fits = description.learning->fits.size();
    fmt::print("{}", forecast_table(forecast, description, table));
    if (folder) fmt::print("\nResults: {}\n", out.string());
  }
  if (recorded) compare_bits(*recorded, description.summary_digest);
  return summary.failed_paths() > 0 ? report_failed_paths(summary) : ExitCode::done;
}

}  // namespace wafercast
