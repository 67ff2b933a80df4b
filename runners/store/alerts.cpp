// Alerts of a store: what arose in a night, and whether anybody was told.

#include <runners/store/clock.hpp>
#include <runners/store/store.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

constexpr const char* select_alerts =
    "SELECT subject.file, subject.settings, subject.name, alert.what, alert.text, alert.night FROM alert"
    " JOIN subject ON subject.id = alert.subject";

std::vector<Alert> alerts_from(Statement& row) {
  std::vector<Alert> alerts;
  while (row.step()) {
    alerts.push_back({{row.text(0), row.text(1), row.text(2)}, row.text(3), row.text(4), row.integer(5)});
  }
  return alerts;
}

}  // namespace

void Store::add_alerts(std::int64_t night, const std::vector<Alert>& alerts) {
  Database::Transaction all(database_);
  database_.prepare("DELETE FROM alert WHERE night = $1").with(night).run();
  for (const Alert& alert : alerts) {
    database_.prepare("INSERT INTO alert(night, subject, what, text) VALUES($1, $2, $3, $4)")
        .with(night, id_of(alert.subject), alert.what, alert.text)
        .run();
  }
  all.commit();
}

std::vector<Alert> Store::alerts(std::int64_t night) {
  Statement row = database_.prepare(fmt::format("{} WHERE alert.night = $1 ORDER BY alert.id", select_alerts));
  return alerts_from(row.with(night));
}

std::vector<Alert> Store::alerts_that_wait(const PlanKey& plan, std::int64_t night) {
  Statement row = database_.prepare(
      fmt::format("{} JOIN night ON night.id = alert.night WHERE alert.told IS NULL AND night.plan = $1"
                  " AND night.file = $2 AND alert.night < $3 ORDER BY alert.id",
                  select_alerts));
  return alerts_from(row.with(plan.name, plan.file, night));
}

void Store::note_told(const PlanKey& plan, std::int64_t night) {
  database_
      .prepare(
          "UPDATE alert SET told = $1 WHERE told IS NULL AND night <= $2"
          " AND night IN (SELECT id FROM night WHERE plan = $3 AND file = $4)")
      .with(to_string(now()), night, plan.name, plan.file)
      .run();
}

}  // namespace wafercast
