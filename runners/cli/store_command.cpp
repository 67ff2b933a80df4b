#include <runners/cli/commands.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/cli/options.hpp>
#include <runners/files/one_file.hpp>
#include <runners/files/output_places.hpp>
#include <runners/night_report/hub_export.hpp>
#include <runners/report/csv/csv_field.hpp>
#include <runners/store/store.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace wafercast {
namespace {

ExitCode tell_problems(Store& store) {
  const std::vector<std::string> problems = store.check();
  for (const std::string& problem : problems) fmt::print(stderr, "{}\n", problem);
  if (problems.empty()) fmt::print("sound\n");
  return problems.empty() ? ExitCode::done : ExitCode::bad_input;
}

/// The plans that had a run, by name.
std::string plans_of(const StoredRun& run, Store& store) {
  std::string names;
  for (const PlanKey& plan : store.plans_of(run.id)) names += (names.empty() ? "" : "; ") + plan.name;
  return names;
}

/// Every figure of every run as CSV, tidy.
void print_figures(Store& store) {
  fmt::print(
      "run,file,settings,as_of,made,seed,paths,program,metric,period,unit,mean,p1,p5,p25,p50,p75,p95,p99,p50_error,"
      "plans\n");
  std::int64_t last = 0;
  std::string plans;
  store.each_figure([&](const Subject& subject, const StoredRun& run, const StoredFigure& figure) {
    if (run.id != last) plans = plans_of(run, store);
    last = run.id;
    std::string line =
        fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}", run.id, csv_field(subject.file), csv_field(subject.settings),
                    to_string(run.as_of), run.made, run.key.seed, run.key.paths, csv_field(run.key.program),
                    csv_field(figure.metric), figure.period, csv_field(figure.unit), figure.mean.value);
    for (const double quantile : figure.quantiles) line += fmt::format(",{}", quantile);
    fmt::print("{},{},{}\n", line, figure.median_error, csv_field(plans));
  });
}

/// The model output of a forecast hub: how many files.
int write_hub(Store& store, const std::filesystem::path& folder) {
  const std::map<std::string, std::string> files = hub_files(store);
  OutputPlaces places;
  for (const auto& [name, text] : files) places.files_in(folder, {{OutputKind::hub_table, name}});
  places.require();
  for (const auto& [name, text] : files) {
    std::filesystem::create_directories((folder / name).parent_path());
    write_whole(folder / name, text, Durable::no);
  }
  return static_cast<int>(files.size());
}

/// `wafercast store`: looks after the file of a nightly plan.
class StoreCommand final : public Command {
 public:
  explicit StoreCommand(CLI::App& command);
  ExitCode run() override;

 private:
  std::string action_;
  std::string store_;
  std::string before_;
  std::filesystem::path hub_;
};

StoreCommand::StoreCommand(CLI::App& command) {
  command.add_option("action", action_, "check, export (CSV), prune or vacuum")
      ->required()
      ->check(one_of({"check", "export", "prune", "vacuum"}));
  command.add_option("store", store_, "The store of a nightly plan")->required();
  command.add_option("--hub", hub_, "With export: a folder for the model output of a forecast hub, instead of CSV");
  command.add_option("--before", before_, "With prune: nights that began before this day go (YYYY-MM-DD)");
}

ExitCode StoreCommand::run() {
  const bool changes = action_ == "prune" || action_ == "vacuum";
  const auto require_action = [&](const char* option, bool is_given, const char* action) {
    if (!is_given || action_ == action) return;
    throw InputError(Diagnostic{
        {option, 0, 0}, fmt::format("means nothing to '{}'", action_), fmt::format("it belongs to '{}'", action)});
  };
  require_action("--before", !before_.empty(), "prune");
  require_action("--hub", !hub_.empty(), "export");
  if (action_ == "prune" && !parse_date(before_)) {
    throw InputError(Diagnostic{{"--before", 0, 0}, "prune needs a day", "write --before 2025-01-01"});
  }
  Store store(store_, changes ? Database::Access::change : Database::Access::read);
  if (action_ == "check") return tell_problems(store);
  if (action_ == "export" && !hub_.empty()) fmt::print("{} files\n", write_hub(store, hub_));
  if (action_ == "export" && hub_.empty()) print_figures(store);
  if (action_ == "prune") fmt::print("{} nights are gone\n", store.prune(before_));
  if (action_ == "vacuum") store.vacuum();
  return ExitCode::done;
}

}  // namespace

CommandKind store_command() {
  return {"store", "Look after the store of a nightly plan", declare<StoreCommand>};
}

}  // namespace wafercast
