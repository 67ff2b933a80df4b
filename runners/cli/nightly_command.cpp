#include <runners/cli/nightly_command.hpp>

#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/files/one_file.hpp>
#include <runners/morning/mail.hpp>
#include <runners/morning/night_text.hpp>
#include <runners/morning/prometheus.hpp>
#include <runners/morning/site.hpp>

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <ctime>

namespace wafercast {
namespace {

/// The newest night of a plan, for monitors: sound when it ended, lately, and nothing failed in it.
ExitCode tell_health(const NightlyPlan& plan) {
  Store store(plan.store, Database::Access::read);
  const auto nights = store.nights(1);
  if (nights.empty()) {
    fmt::print("no night yet\n");
    return ExitCode::partial;
  }
  const Night& night = nights.front();
  const bool ended = !night.finished.empty();
  fmt::print("night {} began {}, {}, {} scenarios failed, {} alerts\n", night.id, night.started,
             ended ? "ended " + night.finished : "has not ended", night.failed, store.alerts(night.id).size());
  return ended && night.failed == 0 ? ExitCode::done : ExitCode::partial;
}

/// Gives a text to a command of the plan's owner. Says on stderr when it does not take it.
bool sent(const std::string& command, const std::string& text) {
  std::signal(SIGPIPE, SIG_IGN);  // a command that ends early is told by its status
  FILE* const to = popen(command.c_str(), "w");
  if (to != nullptr) {
    std::fputs(text.c_str(), to);
    if (pclose(to) == 0) return true;
  }
  fmt::print(stderr, "wafercast: the alerts were not sent ('{}' failed); they stand in the store\n", command);
  return false;
}

std::string day_before(int days) {
  const std::time_t then = std::time(nullptr) - static_cast<std::time_t>(days) * 86'400;
  std::tm parts{};
  gmtime_r(&then, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace

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
  if (request_.dry_run) {
    fmt::print("{}", dry_run_text(*result, request_.plan, worker_slots(request_.how.threads)));
    return ExitCode::done;
  }
  const bool told = write_outside(*result);
  if (!quiet_) fmt::print("{}", night_text(*result, request_.plan, colours_of_output()));
  const auto failed = std::ranges::count(result->units, UnitOutcome::State::failed, &UnitOutcome::state);
  if (failed > 0 || !told) return ExitCode::partial;
  return result->alerts.empty() ? ExitCode::done : ExitCode::breached;
}

bool NightlyCommand::write_outside(const NightResult& result) const {
  const NightlyPlan& plan = request_.plan;
  Store store(plan.store, Database::Access::write);
  if (plan.keep_days) store.prune(day_before(*plan.keep_days));
  if (!plan.site.empty()) write_site(plan.site, result, plan, store);
  if (!plan.prometheus.empty()) {
    const double now = static_cast<double>(std::time(nullptr));
    write_whole(plan.prometheus, prometheus_text(result, plan, store, now), Durable::no);
  }
  if (!plan.mail.empty()) write_whole(plan.mail, mail_text(result, plan), Durable::no);
  if (!plan.alerts.empty()) write_whole(plan.alerts, alerts_json(result, plan), Durable::no);
  return plan.send.empty() || result.alerts.empty() || sent(plan.send, mail_text(result, plan));
}

}  // namespace wafercast
