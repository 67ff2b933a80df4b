#include <runners/cli/history_command.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/morning/night_text.hpp>
#include <runners/morning/site.hpp>
#include <runners/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {

HistoryCommand::HistoryCommand(CLI::App& command) {
  command.add_option("metric", metric_, "A metric, or question:NAME")->required();
  command.add_option("period", period_, "A quarter or fiscal year, e.g. FY28")->required();
  command.add_option("--store", store_, "The store of a nightly plan")->required();
  command.add_option("--scenario", scenario_,
                     "A part of a scenario's file or settings; default: the first of the store");
  report_.add_to(command);
  command.add_flag("--csv", csv_, "Print CSV instead of the table");
}

ExitCode HistoryCommand::run() const {
  Store store(store_, Database::Access::read);
  const std::vector<Subject> subjects = store.subjects();
  const auto fits = [&](const Subject& subject) { return subject.label().find(scenario_) != std::string::npos; };
  const auto subject = std::ranges::find_if(subjects, fits);
  if (subject == subjects.end()) {
    throw InputError(Diagnostic{{store_, 0, 0}, fmt::format("the store has no scenario '{}'", scenario_), ""});
  }
  const std::vector<HistoryPoint> points = store.history(*subject, metric_, period_);
  if (points.empty()) {
    throw InputError(Diagnostic{{store_, 0, 0},
                                fmt::format("no night has {} of {} in {}", metric_, period_, subject->label()),
                                "'wafercast store export' shows what is kept"});
  }
  if (report_.is_wanted()) {
    report_.require_place();
    report_.write(history_page(*subject, points));
  }
  fmt::print("{}", csv_ ? history_csv(points) : history_text(*subject, points, colours_of_output()));
  return ExitCode::done;
}

}  // namespace wafercast
