#include <runners/cli/commands.hpp>

#include <engine/core/printable.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/files/one_file.hpp>
#include <runners/files/output_places.hpp>
#include <runners/night_report/mail.hpp>
#include <runners/night_report/night_text.hpp>
#include <runners/night_report/prometheus.hpp>
#include <runners/night_report/site.hpp>
#include <runners/nightly/health.hpp>
#include <runners/nightly/night.hpp>
#include <runners/nightly/retention.hpp>
#include <runners/store/clock.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>

namespace wafercast {
namespace {

ExitCode tell_health(const NightlyPlan& plan) {
  try {
    Store store(plan.store, Database::Access::read);
    const Health health = health_of(plan, store, now());
    fmt::print("{}\n", health.text);
    return health.is_sound ? ExitCode::done : ExitCode::partial;
  } catch (const StoreMissing&) {
    fmt::print("no night yet\n");
    return ExitCode::partial;
  }
}

/// Gives a text to a command of the plan's owner. Says on stderr when it does not take it.
bool sent(const std::string& command, const std::string& text) {
  std::signal(SIGPIPE, SIG_IGN);  // a command that ends early is told by its status
  FILE* const to = popen(command.c_str(), "w");
  if (to != nullptr) {
    std::fputs(text.c_str(), to);
    if (pclose(to) == 0) return true;
  }
  // The command itself may hold a secret.
  fmt::print(stderr,
             "wafercast: the alerts were not sent (the plan's 'send' failed); the next night offers them again\n");
  return false;
}

/// Everybody may read what is written meanwhile, whatever the mask of the process: programs of other users do.
class ReadableByAll {
 public:
  ReadableByAll() : mask_(::umask(022)) {}
  ~ReadableByAll() { ::umask(mask_); }
  ReadableByAll(const ReadableByAll&) = delete;
  ReadableByAll& operator=(const ReadableByAll&) = delete;

 private:
  mode_t mask_;
};

/// Whether an output of a plan was written, in a folder that is made where there is none, and where it is wanted: what
/// is wrong with one stops neither the others nor the alerts.
template <class Write>
bool written(const std::filesystem::path& place, const Write& write) {
  if (place.empty()) return true;
  try {
    std::filesystem::create_directories(place.parent_path());
    write();
    return true;
  } catch (const std::exception& error) {
    fmt::print(stderr, "wafercast: {}\n", printable(error.what()));
    return false;
  }
}

/// `wafercast nightly`: runs a plan, keeps what came of it, and says what moved.
class NightlyCommand final : public Command {
 public:
  explicit NightlyCommand(CLI::App& command);
  ExitCode run() override;

 private:
  void require_places() const;  ///< throws InputError where an output of the plan cannot go
  /// Tells people; false where the alerts could not be sent, or something could not be written.
  bool write_outside(const NightResult& result) const;

  NightRequest request_;
  std::filesystem::path plan_;
  bool health_ = false;
  bool quiet_ = false;
};

NightlyCommand::NightlyCommand(CLI::App& command) {
  command.add_option("plan", plan_, "What runs every night (YAML)")->required();
  command.add_option("--only", request_.only, "Scenarios whose file fits this pattern, or holds this text");
  command.add_flag("--resume", request_.resume, "Go on with the night that did not end, instead of beginning another");
  command.add_flag("--retry-failed", request_.retry_failed, "Run what failed before on the same inputs again");
  auto* dry = command.add_flag("--dry-run", request_.dry_run, "Say what would run and how long it would take");
  command.add_flag("--health", health_, "Say how the newest night went; exit code 5 when it did not end well")
      ->excludes(dry);
  command.add_flag("--quiet", quiet_, "Print nothing but errors");
  add_working(command, request_.how);
}

ExitCode NightlyCommand::run() {
  request_.plan = read_nightly_plan(plan_);
  if (health_) return tell_health(request_.plan);
  require_places();
  catch_interrupts();
  request_.how.threads = threads_to_use(request_.how.threads);
  const bool watched = isatty(STDERR_FILENO) != 0;
  std::optional<NightResult> result;
  {
    Progress progress(Progress::Of::steps, quiet_ ? Progress::Shown::no : Progress::Shown::where_it_can_be);
    const auto on_unit = [&](const UnitOutcome& outcome) {
      if (!quiet_ && !watched && !request_.dry_run) fmt::print(stderr, "{}\n", log_line(outcome));
    };
    result = run_night(request_, on_unit,
                       {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  }
  if (!result) return stopped_by_signal("what was done is kept; the same command with --resume goes on");
  for (const std::string& note : result->notes) fmt::print(stderr, "wafercast: {}\n", note);
  if (request_.dry_run) {
    fmt::print("{}", dry_run_text(*result, request_.plan, worker_slots(request_.how.threads)));
    return ExitCode::done;
  }
  const bool is_told = write_outside(*result);
  if (!quiet_) fmt::print("{}", night_text(*result, request_.plan, colours_of_output()));
  const auto failed = std::ranges::count(result->units, UnitOutcome::State::failed, &UnitOutcome::state);
  if (failed > 0 || !is_told) return ExitCode::partial;
  return result->alerts.empty() ? ExitCode::done : ExitCode::breached;
}

void NightlyCommand::require_places() const {
  const NightlyPlan& plan = request_.plan;
  OutputPlaces places;
  places.input(plan.file);
  if (!Database::is_server(plan.store)) places.store(plan.store);
  for (const PlannedUnit& unit : plan.units) places.input(unit.file);
  places.files_in(plan.site, site_files(plan));
  for (const auto& [kind, file] : {std::pair{OutputKind::metrics, plan.prometheus},
                                   {OutputKind::mail, plan.mail},
                                   {OutputKind::alerts, plan.alerts}}) {
    if (!file.empty()) places.files_in(file.parent_path(), {{kind, file.filename().string()}});
  }
  places.require();
}

bool NightlyCommand::write_outside(const NightResult& result) const {
  const NightlyPlan& plan = request_.plan;
  Store store(plan.store, Database::Access::change);
  const std::string mail = mail_text(result, plan, now());
  const bool has_site = written(plan.site, [&] {
    const ReadableByAll readable;
    write_site(plan.site, result, plan, store);
  });
  const bool has_metrics = written(plan.prometheus, [&] {
    const ReadableByAll readable;
    const auto ended_at = static_cast<double>(now().time_since_epoch().count());
    write_whole(plan.prometheus, prometheus_text(result, plan, store, ended_at), Durable::no);
  });
  const bool is_mailed = written(plan.mail, [&] { write_whole(plan.mail, mail, Durable::no); });
  const bool is_filed = written(plan.alerts, [&] { write_whole(plan.alerts, alerts_json(result, plan), Durable::no); });
  const bool is_told = plan.send.empty() ? is_mailed && is_filed : result.alerts.empty() || sent(plan.send, mail);
  if (is_told) store.note_told(result.plan, result.night);
  const std::string note = keep_history(plan, result.plan, result.night, store);
  if (!note.empty()) fmt::print(stderr, "wafercast: {}\n", note);
  return is_told && has_site && has_metrics && is_mailed && is_filed;
}

}  // namespace

CommandKind nightly_command() {
  return {"nightly", "Run a plan of scenarios, store the forecasts, and report what moved", declare<NightlyCommand>};
}

}  // namespace wafercast
