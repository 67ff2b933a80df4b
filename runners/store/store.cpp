#include <runners/store/store.hpp>

#include <engine/core/instant.hpp>
#include <runners/store/layout.hpp>
#include <runners/store/rows.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <tuple>

namespace wafercast {

using namespace rows;

namespace {

constexpr const char* select_alerts =
    "SELECT subject.file, subject.settings, subject.name, alert.what, alert.text, alert.night FROM alert"
    " JOIN subject ON subject.id = alert.subject";

std::vector<PlanKey> plans_from(Statement& row) {
  std::vector<PlanKey> plans;
  while (row.step()) plans.push_back({row.text(0), row.text(1)});
  return plans;
}

std::vector<Alert> alerts_from(Statement& row) {
  std::vector<Alert> alerts;
  while (row.step()) {
    alerts.push_back({{row.text(0), row.text(1), row.text(2)}, row.text(3), row.text(4), row.integer(5)});
  }
  return alerts;
}

}  // namespace

std::string utc_now() {
  return to_string(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

Store::Store(const std::string& place, Database::Access access) try : database_(place, access) {
  Connection& connection = database_.connection();
  if (access == Database::Access::write && connection.is_empty()) make_new();
  const std::int64_t found = connection.version();
  if (found > layout_version) {
    throw StoreRefused(fmt::format("{} was written by a later program (version {} of the store; this one knows {})",
                                   Database::name_of(place), found, layout_version));
  }
  if (found == layout_version) return;
  if (access == Database::Access::read && !connection.go_private()) {
    throw StoreRefused(fmt::format("{} is of an earlier program (version {} of the store): the next night migrates it",
                                   Database::name_of(place), found));
  }
  if (access != Database::Access::read) connection.back_up();
  migrate();
} catch (const MissingDatabase& error) {
  throw StoreMissing(error.what());
} catch (const NoDatabase& error) {
  throw StoreRefused(error.what());
}

void Store::make_new() {
  Database::Transaction all(database_);
  if (!database_.connection().is_empty()) return;  // made by another night that began at the same time
  make_layout(database_);
  all.commit();
}

void Store::migrate() {
  Database::Transaction all(database_);
  const std::int64_t from = database_.connection().version();
  if (from >= layout_version) return;  // by another night meanwhile
  migrate_layout(database_, from);
  all.commit();
}

std::vector<PlanKey> Store::plans() {
  Statement row = database_.prepare("SELECT plan, file FROM night GROUP BY plan, file ORDER BY min(id)");
  return plans_from(row);
}

std::vector<PlanKey> Store::plans_of(std::int64_t run) {
  Statement row = database_.prepare(
      "SELECT plan, file FROM seen JOIN night ON night.id = seen.night WHERE seen.run = $1"
      " GROUP BY plan, file ORDER BY min(night.id)");
  return plans_from(row.with(run));
}

void Store::move_nights(const PlanKey& from, const PlanKey& to) {
  database_.prepare("UPDATE night SET plan = $1, file = $2 WHERE plan = $3 AND file = $4")
      .with(to.name, to.file, from.name, from.file)
      .run();
}

std::int64_t Store::begin_night(const PlanKey& plan, const std::string& program) {
  Statement night =
      database_.prepare("INSERT INTO night(plan, file, started, program) VALUES($1, $2, $3, $4) RETURNING id");
  return number_from(night.with(plan.name, plan.file, utc_now(), program));
}

void Store::finish_night(std::int64_t night) {
  database_.prepare("UPDATE night SET finished = $1 WHERE id = $2").with(utc_now(), night).run();
}

std::vector<Night> Store::nights(const PlanKey& plan, int most) {
  constexpr const char* runs =
      "(SELECT count(*) FROM seen JOIN run ON run.id = seen.run WHERE seen.night = night.id AND {})";
  Statement row = database_.prepare(
      fmt::format("SELECT night.id, night.started, night.finished, {}, {}, {} FROM night WHERE plan = $1 AND file = $2"
                  " ORDER BY night.id DESC LIMIT $3",
                  fmt::format(fmt::runtime(runs), "run.night = night.id AND run.error = ''"),
                  fmt::format(fmt::runtime(runs), "run.night <> night.id AND run.error = ''"),
                  fmt::format(fmt::runtime(runs), "run.error <> ''")));
  row.with(plan.name, plan.file, most);
  std::vector<Night> nights;
  while (row.step()) {
    nights.push_back({row.integer(0), row.text(1), text_from(row, 2), static_cast<int>(row.integer(3)),
                      static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5))});
  }
  return nights;
}

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
      .with(utc_now(), night, plan.name, plan.file)
      .run();
}

int Store::add_measurements(const std::vector<Measurement>& measurements) {
  Database::Transaction all(database_);
  Statement put = database_.prepare(
      "INSERT INTO measurement(name, machine, made, revision, unit, low, median, high)"
      " VALUES($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT(name, machine, made) DO NOTHING RETURNING 1");
  int added = 0;
  for (const Measurement& one : measurements) {
    put.with(one.name, one.machine, one.made, one.revision, one.unit, one.low, one.median, one.high);
    while (put.step()) ++added;
  }
  all.commit();
  return added;
}

std::vector<Measurement> Store::measurements() {
  Statement row = database_.prepare("SELECT name, machine, made, revision, unit, low, median, high FROM measurement");
  std::vector<Measurement> found;
  while (row.step()) {
    found.push_back(
        {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.real(5), row.real(6), row.real(7)});
  }
  std::ranges::stable_sort(found, std::ranges::less(), [](const Measurement& one) {
    return std::tuple(one.name, one.machine, parse_instant(one.made), one.made);
  });
  return found;
}

}  // namespace wafercast
