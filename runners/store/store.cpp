#include <runners/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <iterator>

namespace wafercast {
namespace {

/// {0} a key that counts up, {1} bytes, {2} behind a table that lies in the order of its key.
constexpr const char* layout = R"sql(
CREATE TABLE night(id {0}, plan TEXT NOT NULL, started TEXT NOT NULL, finished TEXT, program TEXT NOT NULL);
CREATE TABLE subject(id {0}, file TEXT NOT NULL, settings TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(file, settings));
CREATE TABLE series(id {0}, metric TEXT NOT NULL, period TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE(metric, period));
CREATE TABLE run(id {0}, key TEXT NOT NULL UNIQUE, night BIGINT NOT NULL, subject BIGINT NOT NULL, as_of TEXT NOT NULL,
  scenario_hash TEXT NOT NULL, data_hash TEXT NOT NULL, seed BIGINT NOT NULL, paths BIGINT NOT NULL, program TEXT NOT NULL,
  made TEXT NOT NULL, seconds DOUBLE PRECISION NOT NULL, error TEXT NOT NULL);
CREATE INDEX run_of_subject ON run(subject, id);
CREATE TABLE seen(subject BIGINT NOT NULL, night BIGINT NOT NULL, run BIGINT NOT NULL, PRIMARY KEY(subject, night)) {2};
CREATE INDEX seen_of_run ON seen(run);
CREATE INDEX seen_in_night ON seen(night);
CREATE TABLE forecast(subject BIGINT NOT NULL, series BIGINT NOT NULL, run BIGINT NOT NULL, mean DOUBLE PRECISION,
  mean_error DOUBLE PRECISION, p1 DOUBLE PRECISION, p5 DOUBLE PRECISION, p25 DOUBLE PRECISION, p50 DOUBLE PRECISION,
  p75 DOUBLE PRECISION, p95 DOUBLE PRECISION, p99 DOUBLE PRECISION, p50_error DOUBLE PRECISION,
  PRIMARY KEY(subject, series, run)) {2};
CREATE TABLE input(id {0}, path TEXT NOT NULL, digest TEXT NOT NULL, UNIQUE(path, digest));
CREATE TABLE run_input(run BIGINT NOT NULL, input BIGINT NOT NULL, PRIMARY KEY(run, input)) {2};
CREATE TABLE summary(run BIGINT PRIMARY KEY, bytes {1} NOT NULL);
CREATE TABLE alert(id {0}, night BIGINT NOT NULL, subject BIGINT NOT NULL, what TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX alert_in_night ON alert(night);
)sql";

constexpr const char* measurement_layout = R"sql(
CREATE TABLE measurement(name TEXT NOT NULL, machine TEXT NOT NULL, made TEXT NOT NULL, revision TEXT NOT NULL,
  unit TEXT NOT NULL, low DOUBLE PRECISION NOT NULL, median DOUBLE PRECISION NOT NULL, high DOUBLE PRECISION NOT NULL,
  PRIMARY KEY(name, machine, made));
)sql";

/// From each version of the layout to the next, from 1 on.
constexpr const char* migrations[] = {
    "ALTER TABLE night ADD COLUMN program TEXT NOT NULL DEFAULT ''",
    measurement_layout,
};
static_assert(std::size(migrations) + 1 == Store::version);

constexpr const char* put_seen =
    "INSERT INTO seen(subject, night, run) VALUES($1, $2, $3) ON CONFLICT(subject, night) DO UPDATE SET run = "
    "excluded.run";

constexpr const char* run_columns =
    "run.id, run.night, run.key, run.scenario_hash, run.data_hash, run.seed, run.paths, run.program, run.as_of, "
    "run.made, "
    "run.seconds, run.error";
constexpr const char* figure_columns =
    "series.metric, series.period, series.unit, f.mean, f.mean_error, f.p1, f.p5, f.p25, f.p50, f.p75, f.p95, f.p99, "
    "f.p50_error";

StoredRun read_run(const Statement& row, int first = 0) {
  StoredRun run;
  run.id = row.integer(first);
  run.night = row.integer(first + 1);
  run.key = {row.text(first + 2),    row.text(first + 3),
             row.text(first + 4),    static_cast<std::uint64_t>(row.integer(first + 5)),
             row.integer(first + 6), row.text(first + 7)};
  run.as_of = parse_date(row.text(first + 8)).value_or(Date());
  run.made = row.text(first + 9);
  run.seconds = row.real(first + 10);
  run.error = row.text(first + 11);
  return run;
}

StoredFigure read_figure(const Statement& row, int first = 0) {
  StoredFigure figure{
      row.text(first),     row.text(first + 1), row.text(first + 2), {row.real(first + 3), row.real(first + 4)}, {},
      row.real(first + 12)};
  for (int q = 0; q < 7; ++q) figure.quantiles[static_cast<std::size_t>(q)] = row.real(first + 5 + q);
  return figure;
}

StoredFigure figure_of(const std::string& metric, const Period& period, const std::string& unit,
                       const Distribution& distribution) {
  StoredFigure figure{metric, to_string(period), unit, distribution.mean, {}, distribution.quantiles.at(0.5).error};
  for (std::size_t q = 0; q < stored_probabilities.size(); ++q) {
    figure.quantiles[q] = distribution.quantiles.at(stored_probabilities[q]).value;
  }
  return figure;
}

std::vector<StoredFigure> figures_of_forecast(const Forecast& forecast) {
  std::vector<StoredFigure> figures;
  for (const MetricForecast& metric : forecast.metrics) {
    for (const auto& [period, distribution] : metric.periods) {
      if (distribution.paths > 0) figures.push_back(figure_of(metric.name, period, metric.unit, distribution));
    }
  }
  for (const Answer& answer : forecast.answers) {
    const std::string name = "question:" + answer.name;
    if (answer.probability) {
      figures.push_back({name, to_string(answer.period), "probability", *answer.probability, {}, 0.0});
      figures.back().quantiles.fill(answer.probability->value);
      figures.back().median_error = answer.probability->error;
    } else if (answer.distribution && answer.distribution->paths > 0) {
      figures.push_back(figure_of(name, answer.period, answer.unit, *answer.distribution));
    }
  }
  return figures;
}

/// The whole number that a statement yields, which is then at its end: one that stands open holds its transaction.
std::int64_t id_from(Statement& row) {
  row.step();
  const std::int64_t id = row.integer(0);
  row.run();
  return id;
}

std::string text_of(const Statement& row, int column) {
  return row.is_nothing(column) ? std::string() : row.text(column);
}

}  // namespace

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

Store::Store(const std::string& place, Database::Access access) : database_(opened(place, access)) {
  Connection& connection = database_.connection();
  if (access == Database::Access::write && connection.is_empty()) make_new();
  std::int64_t found = 0;
  try {
    found = connection.version();
  } catch (const NoDatabase&) {
    throw StoreRefused(fmt::format("{} is no store of wafercast", place));
  }
  if (found > version) {
    throw StoreRefused(fmt::format("{} was written by a later program (version {} of the store; this one knows {})",
                                   place, found, version));
  }
  if (found == version) return;
  if (access == Database::Access::read) {
    throw StoreRefused(
        fmt::format("{} is of an earlier program (version {} of the store): the next night migrates it", place, found));
  }
  migrate();
}

Database Store::opened(const std::string& place, Database::Access access) {
  try {
    return {place, access};
  } catch (const NoDatabase&) {
    throw StoreRefused(fmt::format("{} is no store of wafercast", place));
  }
}

void Store::make_new() {
  Database::Transaction all(database_);
  Connection& connection = database_.connection();
  if (!connection.is_empty()) return;  // made by another night that began at the same time
  database_.run(
      fmt::format(fmt::runtime(layout), connection.identity(), connection.bytes_type(), connection.clustered()));
  database_.run(measurement_layout);
  connection.set_version(version);
  all.commit();
}

void Store::migrate() {
  Connection& connection = database_.connection();
  connection.back_up();
  Database::Transaction all(database_);
  for (auto at = connection.version(); at < version; ++at) database_.run(migrations[at - 1]);
  connection.set_version(version);
  all.commit();
}

std::int64_t Store::begin_night(const std::string& plan, const std::string& program) {
  Statement night = database_.prepare("INSERT INTO night(plan, started, program) VALUES($1, $2, $3) RETURNING id");
  return id_from(night.with(plan, utc_now(), program));
}

void Store::finish_night(std::int64_t night) {
  database_.prepare("UPDATE night SET finished = $1 WHERE id = $2").with(utc_now(), night).run();
}

std::optional<Night> Store::unfinished_night(const std::string& plan) {
  Statement row = database_.prepare(
      "SELECT id, plan, started FROM night WHERE plan = $1 AND finished IS NULL ORDER BY id DESC LIMIT 1");
  row.with(plan);
  if (!row.step()) return std::nullopt;
  return Night{.id = row.integer(0), .plan = row.text(1), .started = row.text(2), .finished = {}};
}

std::vector<Night> Store::nights(int most) {
  constexpr const char* runs =
      "(SELECT count(*) FROM seen JOIN run ON run.id = seen.run WHERE seen.night = night.id AND {})";
  Statement row = database_.prepare(fmt::format(
      "SELECT night.id, night.plan, night.started, night.finished, {}, {}, {} FROM night ORDER BY night.id DESC"
      " LIMIT $1",
      fmt::format(fmt::runtime(runs), "run.night = night.id AND run.error = ''"),
      fmt::format(fmt::runtime(runs), "run.night <> night.id AND run.error = ''"),
      fmt::format(fmt::runtime(runs), "run.error <> ''")));
  row.with(most);
  std::vector<Night> nights;
  while (row.step()) {
    nights.push_back({row.integer(0), row.text(1), row.text(2), text_of(row, 3), static_cast<int>(row.integer(4)),
                      static_cast<int>(row.integer(5)), static_cast<int>(row.integer(6))});
  }
  return nights;
}

std::optional<StoredRun> Store::find_run(const std::string& key) {
  Statement row = database_.prepare(fmt::format("SELECT {} FROM run WHERE key = $1", run_columns));
  row.with(key);
  if (!row.step()) return std::nullopt;
  return read_run(row);
}

std::int64_t Store::id_of(const Subject& subject) {
  Statement row = database_.prepare(
      "INSERT INTO subject(file, settings, name) VALUES($1, $2, $3)"
      " ON CONFLICT(file, settings) DO UPDATE SET name = excluded.name RETURNING id");
  return id_from(row.with(subject.file, subject.settings, subject.name));
}

std::int64_t Store::id_of(const StoredFigure& figure) {
  Statement row = database_.prepare(
      "INSERT INTO series(metric, period, unit) VALUES($1, $2, $3)"
      " ON CONFLICT(metric, period) DO UPDATE SET unit = excluded.unit RETURNING id");
  return id_from(row.with(figure.metric, figure.period, figure.unit));
}

std::int64_t Store::add_run(std::int64_t night, const RunRecord& run) {
  Database::Transaction all(database_);
  const std::int64_t subject = id_of(run.subject);
  if (const auto there = find_run(run.key.key)) {
    // A failure that was tried again gives way to what came of it.
    if (there->error.empty()) {
      database_.prepare(put_seen).with(subject, night, there->id).run();
      all.commit();
      return there->id;
    }
    database_.prepare("DELETE FROM seen WHERE run = $1").with(there->id).run();
    database_.prepare("DELETE FROM run WHERE id = $1").with(there->id).run();
  }
  const std::int64_t id = put_run(night, subject, run);
  put_figures(subject, id, run);
  put_inputs(id, run);
  if (!run.summary.empty()) {
    database_.prepare("INSERT INTO summary(run, bytes) VALUES($1, $2)").with(id).bind_bytes(2, run.summary).run();
  }
  database_.prepare(put_seen).with(subject, night, id).run();
  all.commit();
  return id;
}

std::int64_t Store::put_run(std::int64_t night, std::int64_t subject, const RunRecord& run) {
  Statement row = database_.prepare(
      "INSERT INTO run(key, night, subject, as_of, scenario_hash, data_hash, seed, paths, program, made, seconds, "
      "error)"
      " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id");
  return id_from(row.with(run.key.key, night, subject, to_string(run.as_of), run.key.scenario_hash, run.key.data_hash,
                          run.key.seed, run.key.paths, run.key.program, utc_now(), run.seconds, run.error));
}

void Store::put_figures(std::int64_t subject, std::int64_t id, const RunRecord& run) {
  Statement insert = database_.prepare(
      "INSERT INTO forecast(subject, series, run, mean, mean_error, p1, p5, p25, p50, p75, p95, p99, p50_error)"
      " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
  for (const StoredFigure& figure : figures_of_forecast(run.forecast)) {
    const auto& q = figure.quantiles;
    insert
        .with(subject, id_of(figure), id, figure.mean.value, figure.mean.error, q[0], q[1], q[2], q[3], q[4], q[5],
              q[6], figure.median_error)
        .run();
  }
}

void Store::put_inputs(std::int64_t id, const RunRecord& run) {
  for (const InputFile& input : run.inputs) {
    Statement row = database_.prepare(
        "INSERT INTO input(path, digest) VALUES($1, $2) ON CONFLICT(path, digest) DO UPDATE SET digest = "
        "excluded.digest"
        " RETURNING id");
    database_.prepare("INSERT INTO run_input(run, input) VALUES($1, $2) ON CONFLICT(run, input) DO NOTHING")
        .with(id, id_from(row.with(input.path, input.digest)))
        .run();
  }
}

void Store::note_seen(std::int64_t night, const Subject& subject, std::int64_t run) {
  Database::Transaction all(database_);
  database_.prepare(put_seen).with(id_of(subject), night, run).run();
  all.commit();
}

void Store::enter_subjects(const std::vector<Subject>& subjects) {
  Database::Transaction all(database_);
  Statement insert = database_.prepare(
      "INSERT INTO subject(file, settings, name) VALUES($1, $2, $3) ON CONFLICT(file, settings) DO NOTHING");
  for (const Subject& subject : subjects) insert.with(subject.file, subject.settings, subject.name).run();
  all.commit();
}

std::vector<Subject> Store::subjects() {
  Statement row = database_.prepare("SELECT file, settings, name FROM subject ORDER BY id");
  std::vector<Subject> subjects;
  while (row.step()) subjects.push_back({row.text(0), row.text(1), row.text(2)});
  return subjects;
}

std::optional<StoredRun> Store::run_in(std::int64_t night, const Subject& subject) {
  Statement row = database_.prepare(
      fmt::format("SELECT {} FROM subject JOIN seen ON seen.subject = subject.id JOIN run ON run.id = seen.run"
                  " WHERE subject.file = $1 AND subject.settings = $2 AND seen.night = $3",
                  run_columns));
  row.with(subject.file, subject.settings, night);
  if (!row.step()) return std::nullopt;
  return read_run(row);
}

std::optional<StoredRun> Store::run_before(std::int64_t night, const Subject& subject) {
  Statement row = database_.prepare(
      fmt::format("SELECT {} FROM subject JOIN seen ON seen.subject = subject.id JOIN run ON run.id = seen.run"
                  " WHERE subject.file = $1 AND subject.settings = $2 AND seen.night < $3 AND run.error = ''"
                  " ORDER BY seen.night DESC LIMIT 1",
                  run_columns));
  row.with(subject.file, subject.settings, night);
  if (!row.step()) return std::nullopt;
  return read_run(row);
}

std::vector<StoredFigure> Store::figures_of(std::int64_t run) {
  Statement row =
      database_.prepare(fmt::format("SELECT {} FROM run JOIN forecast f ON f.subject = run.subject AND f.run = run.id"
                                    " JOIN series ON series.id = f.series WHERE run.id = $1 ORDER BY f.series",
                                    figure_columns));
  row.with(run);
  std::vector<StoredFigure> figures;
  while (row.step()) figures.push_back(read_figure(row));
  return figures;
}

std::vector<HistoryPoint> Store::history(const Subject& subject, const std::string& metric, const std::string& period) {
  Statement row = database_.prepare(fmt::format(
      "SELECT night.id, night.started, run.id, run.as_of, {} FROM subject"
      " JOIN series ON series.metric = $1 AND series.period = $2"
      " JOIN seen ON seen.subject = subject.id JOIN night ON night.id = seen.night JOIN run ON run.id = seen.run"
      " JOIN forecast f ON f.subject = subject.id AND f.series = series.id AND f.run = seen.run"
      " WHERE subject.file = $3 AND subject.settings = $4 ORDER BY seen.night",
      figure_columns));
  row.with(metric, period, subject.file, subject.settings);
  std::vector<HistoryPoint> points;
  while (row.step()) {
    points.push_back(
        {row.integer(0), row.text(1), row.integer(2), parse_date(row.text(3)).value_or(Date()), read_figure(row, 4)});
  }
  return points;
}

std::optional<double> Store::usual_seconds(const Subject& subject) {
  Statement row = database_.prepare(
      "SELECT run.seconds FROM subject JOIN run ON run.subject = subject.id WHERE subject.file = $1 AND "
      "subject.settings = $2"
      " AND run.error = '' ORDER BY run.id DESC LIMIT 9");
  row.with(subject.file, subject.settings);
  std::vector<double> seconds;
  while (row.step()) seconds.push_back(row.real(0));
  if (seconds.empty()) return std::nullopt;
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
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
  Statement row = database_.prepare(
      "SELECT subject.file, subject.settings, subject.name, alert.what, alert.text FROM alert"
      " JOIN subject ON subject.id = alert.subject WHERE alert.night = $1 ORDER BY alert.id");
  row.with(night);
  std::vector<Alert> alerts;
  while (row.step()) alerts.push_back({{row.text(0), row.text(1), row.text(2)}, row.text(3), row.text(4)});
  return alerts;
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
  Statement row = database_.prepare(
      "SELECT name, machine, made, revision, unit, low, median, high FROM measurement ORDER BY name, machine, made");
  std::vector<Measurement> found;
  while (row.step()) {
    found.push_back(
        {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.real(5), row.real(6), row.real(7)});
  }
  return found;
}

std::vector<std::string> Store::check() {
  std::vector<std::string> problems;
  // A damaged page may stop any of the questions: that is an answer too.
  const auto guarded = [&](const auto& question) {
    try {
      question();
    } catch (const DatabaseError& error) {
      problems.emplace_back(error.what());
    }
  };
  guarded([&] { problems = database_.connection().damages(); });
  const auto count = [&](const char* sql, const char* what) {
    guarded([&] {
      Statement row = database_.prepare(sql);
      if (row.step() && row.integer(0) > 0) problems.push_back(fmt::format("{} {}", row.integer(0), what));
    });
  };
  count("SELECT count(*) FROM run WHERE error = '' AND id NOT IN (SELECT run FROM forecast)", "runs without figures");
  count("SELECT count(*) FROM seen WHERE run NOT IN (SELECT id FROM run)", "nights name runs that are not there");
  count("SELECT count(*) FROM forecast WHERE run NOT IN (SELECT id FROM run)", "figures of runs that are not there");
  return problems;
}

int Store::prune(const std::string& before) {
  Database::Transaction all(database_);
  Statement old = database_.prepare("SELECT count(*) FROM night WHERE started < $1");
  const auto nights = static_cast<int>(id_from(old.with(before)));
  for (const char* sql : {"DELETE FROM seen WHERE night IN (SELECT id FROM night WHERE started < $1)",
                          "DELETE FROM alert WHERE night IN (SELECT id FROM night WHERE started < $1)",
                          "DELETE FROM night WHERE started < $1"}) {
    database_.prepare(sql).with(before).run();
  }
  database_.run(
      "DELETE FROM run WHERE id NOT IN (SELECT run FROM seen);"
      "DELETE FROM forecast WHERE run NOT IN (SELECT id FROM run);"
      "DELETE FROM summary WHERE run NOT IN (SELECT id FROM run);"
      "DELETE FROM run_input WHERE run NOT IN (SELECT id FROM run);"
      "DELETE FROM input WHERE id NOT IN (SELECT input FROM run_input)");
  all.commit();
  return nights;
}

void Store::vacuum() {
  database_.connection().vacuum();
}

void Store::each_figure(const std::function<void(const Subject&, const StoredRun&, const StoredFigure&)>& row) {
  Statement rows = database_.prepare(
      fmt::format("SELECT subject.file, subject.settings, subject.name, {}, {} FROM forecast f JOIN subject ON "
                  "subject.id = f.subject"
                  " JOIN series ON series.id = f.series JOIN run ON run.id = f.run ORDER BY f.run, f.series",
                  run_columns, figure_columns));
  while (rows.step()) {
    row({rows.text(0), rows.text(1), rows.text(2)}, read_run(rows, 3), read_figure(rows, 15));
  }
}

}  // namespace wafercast
