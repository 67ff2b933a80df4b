#include <runners/cli/commands.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/night_report/night_text.hpp>
#include <runners/night_report/site.hpp>
#include <runners/store/store.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>

namespace wafercast {
namespace {

/// `wafercast history`: how a forecast moved over the nights.
class HistoryCommand final : public Command {
 public:
  explicit HistoryCommand(CLI::App& command);
  ExitCode run() override;

 private:
  struct Chosen {
    PlanKey plan;
    Subject subject;
  };
  Chosen choose(Store& store, const std::string& place) const;  ///< what is asked for; throws InputError

  std::string store_;
  std::string metric_;
  std::string period_;
  std::string plan_;
  std::string scenario_;
  ReportFile report_;
  bool csv_ = false;
};

HistoryCommand::HistoryCommand(CLI::App& command) {
  command.add_option("metric", metric_, "A metric, or question:NAME")->required();
  command.add_option("period", period_, "A quarter or fiscal year, e.g. FY28")->required();
  command.add_option("--store", store_, "The store of a nightly plan")->required();
  command.add_option("--scenario", scenario_,
                     "A part of a scenario's file or settings; default: the first of the store");
  command.add_option("--plan", plan_,
                     "A part of a plan's name or file, where the store serves several; default: its first");
  report_.add_to(command);
  command.add_flag("--csv", csv_, "Print CSV instead of the table");
}

ExitCode HistoryCommand::run() {
  OutputPlaces places;
  report_.claim(places);
  places.store(store_);
  places.require();
  Store store(store_, Database::Access::read);
  const std::string place = Database::name_of(store_);
  const auto [plan, subject] = choose(store, place);
  const std::vector<HistoryPoint> points = store.history(plan, subject, metric_, period_);
  if (points.empty()) {
    throw InputError(Diagnostic{{place, 0, 0},
                                fmt::format("no night has {} of {} in {}", metric_, period_, subject.label()),
                                "'wafercast store export' shows what is kept"});
  }
  if (report_.is_wanted()) report_.write(history_page(subject, points));
  fmt::print("{}", csv_ ? history_csv(points) : history_text(subject, points, colours_of_output()));
  return ExitCode::done;
}

HistoryCommand::Chosen HistoryCommand::choose(Store& store, const std::string& place) const {
  std::vector<PlanKey> having;
  std::optional<Chosen> chosen;
  for (const PlanKey& plan : store.plans()) {
    const bool fits = plan.name.find(plan_) != std::string::npos || plan.file.find(plan_) != std::string::npos;
    const std::vector<Subject> subjects = fits ? store.subjects(plan) : std::vector<Subject>{};
    const auto subject = std::ranges::find_if(
        subjects, [&](const Subject& one) { return one.label().find(scenario_) != std::string::npos; });
    if (subject == subjects.end()) continue;
    having.push_back(plan);
    if (!chosen) chosen = Chosen{plan, *subject};
  }
  if (!chosen) {
    throw InputError(Diagnostic{{place, 0, 0},
                                plan_.empty() ? fmt::format("the store has no scenario '{}'", scenario_)
                                              : fmt::format("no plan '{}' has a scenario '{}'", plan_, scenario_),
                                ""});
  }
  if (having.size() > 1) {
    fmt::print(stderr, "wafercast: of the plan '{}' ({}); {} plans have such a scenario, --plan chooses\n",
               chosen->plan.name, chosen->plan.file, having.size());
  }
  return *std::move(chosen);
}

}  // namespace

CommandKind history_command() {
  return {"history", "Say how a forecast moved over the nights", declare<HistoryCommand>};
}

}  // namespace wafercast
