#include <runners/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

namespace wafercast {
namespace {

constexpr int application_id = 0x77666373;  // "wfcs": tells a store from any other SQLite file

constexpr const char* schema = R"sql(
CREATE TABLE night(id INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL, started TEXT NOT NULL, finished TEXT);
CREATE TABLE subject(id INTEGER PRIMARY KEY, file TEXT NOT NULL, settings TEXT NOT NULL, name TEXT NOT NULL,
  UNIQUE(file, settings));
CREATE TABLE series(id INTEGER PRIMARY KEY, metric TEXT NOT NULL, period TEXT NOT NULL, unit TEXT NOT NULL,
  UNIQUE(metric, period));
CREATE TABLE run(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, night INTEGER NOT NULL, subject INTEGER NOT NULL
  REFERENCES subject(id), as_of TEXT NOT NULL, scenario_hash TEXT NOT NULL, data_hash TEXT NOT NULL, seed INTEGER NOT NULL,
  paths INTEGER NOT NULL, program TEXT NOT NULL, made TEXT NOT NULL, seconds REAL NOT NULL, error TEXT NOT NULL);
CREATE INDEX run_of_subject ON run(subject, id);
CREATE TABLE seen(subject INTEGER NOT NULL, night INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(subject, night))
  WITHOUT ROWID;
CREATE INDEX seen_of_run ON seen(run);
CREATE INDEX seen_in_night ON seen(night);
CREATE TABLE forecast(subject INTEGER NOT NULL, series INTEGER NOT NULL, run INTEGER NOT NULL, mean REAL, mean_error REAL,
  p1 REAL, p5 REAL, p25 REAL, p50 REAL, p75 REAL, p95 REAL, p99 REAL, p50_error REAL, PRIMARY KEY(subject, series, run))
  WITHOUT ROWID;
CREATE TABLE input(id INTEGER PRIMARY KEY, path TEXT NOT NULL, digest TEXT NOT NULL, UNIQUE(path, digest));
CREATE TABLE run_input(run INTEGER NOT NULL, input INTEGER NOT NULL, PRIMARY KEY(run, input)) WITHOUT ROWID;
CREATE TABLE summary(run INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE alert(id INTEGER PRIMARY KEY, night INTEGER NOT NULL, subject INTEGER NOT NULL, what TEXT NOT NULL,
  text TEXT NOT NULL);
CREATE INDEX alert_in_night ON alert(night);
)sql";

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

Database Store::open(const std::filesystem::path& file, Database::Access access) {
  constexpr int not_a_database = 26;  // SQLITE_NOTADB
  try {
    return {file, access};
  } catch (const DatabaseError& error) {
    if (error.code() != not_a_database) throw;
    throw StoreRefused(fmt::format("{} is no store of wafercast", file.string()));
  }
}

Store::Store(const std::filesystem::path& file, Database::Access access) : database_(open(file, access)) {
  Statement empty = database_.prepare("SELECT count(*) FROM sqlite_master");
  empty.step();
  if (access == Database::Access::write && empty.integer(0) == 0) {
    empty.step();
    make_new();
  }
  require_known_version(file);
}

void Store::make_new() {
  Database::Transaction all(database_);
  Statement empty = database_.prepare("SELECT count(*) FROM sqlite_master");
  empty.step();
  const bool made_meanwhile = empty.integer(0) > 0;
  empty.step();
  if (made_meanwhile) return;  // by another night that began at the same time
  database_.run(schema);
  database_.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, version));
  all.commit();
}

void Store::require_known_version(const std::filesystem::path& file) {
  const auto pragma = [&](const char* name) {
    Statement row = database_.prepare(fmt::format("PRAGMA {}", name));
    return row.step() ? row.integer(0) : 0;
  };
  if (pragma("application_id") != application_id) {
    throw StoreRefused(fmt::format("{} is no store of wafercast", file.string()));
  }
  const std::int64_t found = pragma("user_version");
  if (found > version) {
    throw StoreRefused(fmt::format("{} was written by a later program (version {} of the store; this one knows {})",
                                   file.string(), found, version));
  }
}

std::int64_t Store::begin_night(const std::string& plan) {
  database_.prepare("INSERT INTO night(plan, started) VALUES(?, ?)").bind(1, plan).bind(2, utc_now()).run();
  return database_.last_id();
}

void Store::finish_night(std::int64_t night) {
  database_.prepare("UPDATE night SET finished = ? WHERE id = ?").bind(1, utc_now()).bind(2, night).run();
}

std::optional<Night> Store::unfinished_night(const std::string& plan) {
  Statement row = database_.prepare(
      "SELECT id, plan, started FROM night WHERE plan = ? AND finished IS NULL ORDER BY id DESC LIMIT 1");
  row.bind(1, plan);
  if (!row.step()) return std::nullopt;
  return Night{.id = row.integer(0), .plan = row.text(1), .started = row.text(2), .finished = {}};
}

std::vector<Night> Store::nights(int most) {
  Statement row = database_.prepare(
      "SELECT night.id, night.plan, night.started, night.finished,"
      " sum(run.night = night.id AND run.error = ''), sum(run.night <> night.id AND run.error = ''), sum(run.error <> "
      "'')"
      " FROM (SELECT * FROM night ORDER BY id DESC LIMIT ?) night"
      " LEFT JOIN seen ON seen.night = night.id LEFT JOIN run ON run.id = seen.run"
      " GROUP BY night.id ORDER BY night.id DESC");
  row.bind(1, static_cast<std::int64_t>(most));
  std::vector<Night> nights;
  while (row.step()) {
    nights.push_back({row.integer(0), row.text(1), row.text(2), text_of(row, 3), static_cast<int>(row.integer(4)),
                      static_cast<int>(row.integer(5)), static_cast<int>(row.integer(6))});
  }
  return nights;
}

std::optional<StoredRun> Store::find_run(const std::string& key) {
  Statement row = database_.prepare(fmt::format("SELECT {} FROM run WHERE key = ?", run_columns));
  row.bind(1, key);
  if (!row.step()) return std::nullopt;
  return read_run(row);
}

std::int64_t Store::id_of(const Subject& subject) {
  database_
      .prepare(
          "INSERT INTO subject(file, settings, name) VALUES(?, ?, ?) ON CONFLICT(file, settings) DO UPDATE SET name = "
          "excluded.name")
      .bind(1, subject.file)
      .bind(2, subject.settings)
      .bind(3, subject.name)
      .run();
  Statement row = database_.prepare("SELECT id FROM subject WHERE file = ? AND settings = ?");
  row.bind(1, subject.file).bind(2, subject.settings).step();
  return row.integer(0);
}

std::int64_t Store::id_of(const StoredFigure& figure) {
  database_.prepare("INSERT OR IGNORE INTO series(metric, period, unit) VALUES(?, ?, ?)")
      .bind(1, figure.metric)
      .bind(2, figure.period)
      .bind(3, figure.unit)
      .run();
  Statement row = database_.prepare("SELECT id FROM series WHERE metric = ? AND period = ?");
  row.bind(1, figure.metric).bind(2, figure.period).step();
  return row.integer(0);
}

std::int64_t Store::add_run(std::int64_t night, const RunRecord& run) {
  Database::Transaction all(database_);
  if (const auto there = find_run(run.key.key)) {
    // A failure that was tried again gives way to what came of it.
    if (there->error.empty()) {
      database_.prepare("INSERT OR REPLACE INTO seen(subject, night, run) VALUES(?, ?, ?)")
          .bind(1, id_of(run.subject))
          .bind(2, night)
          .bind(3, there->id)
          .run();
      all.commit();
      return there->id;
    }
    database_.prepare("DELETE FROM seen WHERE run = ?").bind(1, there->id).run();
    database_.prepare("DELETE FROM run WHERE id = ?").bind(1, there->id).run();
  }
  const std::int64_t subject = id_of(run.subject);
  database_
      .prepare(
          "INSERT INTO run(key, night, subject, as_of, scenario_hash, data_hash, seed, paths, program, made, seconds, "
          "error)"
          " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(1, run.key.key)
      .bind(2, night)
      .bind(3, subject)
      .bind(4, to_string(run.as_of))
      .bind(5, run.key.scenario_hash)
      .bind(6, run.key.data_hash)
      .bind(7, static_cast<std::int64_t>(run.key.seed))
      .bind(8, run.key.paths)
      .bind(9, run.key.program)
      .bind(10, utc_now())
      .bind(11, run.seconds)
      .bind(12, run.error)
      .run();
  const std::int64_t id = database_.last_id();
  Statement insert = database_.prepare(
      "INSERT INTO forecast(subject, series, run, mean, mean_error, p1, p5, p25, p50, p75, p95, p99, p50_error)"
      " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const StoredFigure& figure : figures_of_forecast(run.forecast)) {
    insert.bind(1, subject).bind(2, id_of(figure)).bind(3, id).bind(4, figure.mean.value).bind(5, figure.mean.error);
    for (int q = 0; q < 7; ++q) insert.bind(6 + q, figure.quantiles[static_cast<std::size_t>(q)]);
    insert.bind(13, figure.median_error).run();
  }
  for (const InputFile& input : run.inputs) {
    database_.prepare("INSERT OR IGNORE INTO input(path, digest) VALUES(?, ?)")
        .bind(1, input.path)
        .bind(2, input.digest)
        .run();
    database_
        .prepare("INSERT OR IGNORE INTO run_input(run, input) SELECT ?, id FROM input WHERE path = ? AND digest = ?")
        .bind(1, id)
        .bind(2, input.path)
        .bind(3, input.digest)
        .run();
  }
  if (!run.summary.empty()) {
    database_.prepare("INSERT INTO summary(run, bytes) VALUES(?, ?)").bind(1, id).bind_bytes(2, run.summary).run();
  }
  database_.prepare("INSERT OR REPLACE INTO seen(subject, night, run) VALUES(?, ?, ?)")
      .bind(1, subject)
      .bind(2, night)
      .bind(3, id)
      .run();
  all.commit();
  return id;
}

void Store::note_seen(std::int64_t night, const Subject& subject, std::int64_t run) {
  Database::Transaction all(database_);
  database_.prepare("INSERT OR REPLACE INTO seen(subject, night, run) VALUES(?, ?, ?)")
      .bind(1, id_of(subject))
      .bind(2, night)
      .bind(3, run)
      .run();
  all.commit();
}

void Store::enter_subjects(const std::vector<Subject>& subjects) {
  Database::Transaction all(database_);
  Statement insert = database_.prepare("INSERT OR IGNORE INTO subject(file, settings, name) VALUES(?, ?, ?)");
  for (const Subject& subject : subjects) {
    insert.bind(1, subject.file).bind(2, subject.settings).bind(3, subject.name).run();
  }
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
                  " WHERE subject.file = ? AND subject.settings = ? AND seen.night = ?",
                  run_columns));
  row.bind(1, subject.file).bind(2, subject.settings).bind(3, night);
  if (!row.step()) return std::nullopt;
  return read_run(row);
}

std::optional<StoredRun> Store::run_before(std::int64_t night, const Subject& subject) {
  Statement row = database_.prepare(
      fmt::format("SELECT {} FROM subject JOIN seen ON seen.subject = subject.id JOIN run ON run.id = seen.run"
                  " WHERE subject.file = ? AND subject.settings = ? AND seen.night < ? AND run.error = ''"
                  " ORDER BY seen.night DESC LIMIT 1",
                  run_columns));
  row.bind(1, subject.file).bind(2, subject.settings).bind(3, night);
  if (!row.step()) return std::nullopt;
  return read_run(row);
}

std::vector<StoredFigure> Store::figures_of(std::int64_t run) {
  Statement row =
      database_.prepare(fmt::format("SELECT {} FROM run JOIN forecast f ON f.subject = run.subject AND f.run = run.id"
                                    " JOIN series ON series.id = f.series WHERE run.id = ? ORDER BY f.series",
                                    figure_columns));
  row.bind(1, run);
  std::vector<StoredFigure> figures;
  while (row.step()) figures.push_back(read_figure(row));
  return figures;
}

std::vector<HistoryPoint> Store::history(const Subject& subject, const std::string& metric, const std::string& period) {
  Statement row = database_.prepare(fmt::format(
      "SELECT night.id, night.started, run.id, run.as_of, {} FROM subject"
      " JOIN series ON series.metric = ? AND series.period = ?"
      " JOIN seen ON seen.subject = subject.id JOIN night ON night.id = seen.night JOIN run ON run.id = seen.run"
      " JOIN forecast f ON f.subject = subject.id AND f.series = series.id AND f.run = seen.run"
      " WHERE subject.file = ? AND subject.settings = ? ORDER BY seen.night",
      figure_columns));
  row.bind(1, metric).bind(2, period).bind(3, subject.file).bind(4, subject.settings);
  std::vector<HistoryPoint> points;
  while (row.step()) {
    points.push_back(
        {row.integer(0), row.text(1), row.integer(2), parse_date(row.text(3)).value_or(Date()), read_figure(row, 4)});
  }
  return points;
}

std::optional<double> Store::usual_seconds(const Subject& subject) {
  Statement row = database_.prepare(
      "SELECT run.seconds FROM subject JOIN run ON run.subject = subject.id WHERE subject.file = ? AND "
      "subject.settings = ?"
      " AND run.error = '' ORDER BY run.id DESC LIMIT 9");
  row.bind(1, subject.file).bind(2, subject.settings);
  std::vector<double> seconds;
  while (row.step()) seconds.push_back(row.real(0));
  if (seconds.empty()) return std::nullopt;
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
}

void Store::add_alerts(std::int64_t night, const std::vector<Alert>& alerts) {
  Database::Transaction all(database_);
  database_.prepare("DELETE FROM alert WHERE night = ?").bind(1, night).run();
  for (const Alert& alert : alerts) {
    database_.prepare("INSERT INTO alert(night, subject, what, text) VALUES(?, ?, ?, ?)")
        .bind(1, night)
        .bind(2, id_of(alert.subject))
        .bind(3, alert.what)
        .bind(4, alert.text)
        .run();
  }
  all.commit();
}

std::vector<Alert> Store::alerts(std::int64_t night) {
  Statement row = database_.prepare(
      "SELECT subject.file, subject.settings, subject.name, alert.what, alert.text FROM alert"
      " JOIN subject ON subject.id = alert.subject WHERE alert.night = ? ORDER BY alert.id");
  row.bind(1, night);
  std::vector<Alert> alerts;
  while (row.step()) alerts.push_back({{row.text(0), row.text(1), row.text(2)}, row.text(3), row.text(4)});
  return alerts;
}

std::vector<std::string> Store::check() {
  std::vector<std::string> problems;
  // A damaged page may stop any of the questions: that is an answer too.
  const auto ask = [&](const char* sql, const auto& of_row) {
    try {
      Statement row = database_.prepare(sql);
      while (row.step()) of_row(row);
    } catch (const DatabaseError& error) {
      problems.emplace_back(error.what());
    }
  };
  ask("PRAGMA integrity_check", [&](const Statement& row) {
    if (row.text(0) != "ok") problems.push_back(row.text(0));
  });
  const auto count = [&](const char* sql, const char* what) {
    ask(sql, [&](const Statement& row) {
      if (row.integer(0) > 0) problems.push_back(fmt::format("{} {}", row.integer(0), what));
    });
  };
  count("SELECT count(*) FROM run WHERE error = '' AND id NOT IN (SELECT run FROM forecast)", "runs without figures");
  count("SELECT count(*) FROM seen WHERE run NOT IN (SELECT id FROM run)", "nights name runs that are not there");
  count("SELECT count(*) FROM forecast WHERE run NOT IN (SELECT id FROM run)", "figures of runs that are not there");
  return problems;
}

int Store::prune(const std::string& before) {
  Database::Transaction all(database_);
  database_.prepare("DELETE FROM seen WHERE night IN (SELECT id FROM night WHERE started < ?)").bind(1, before).run();
  database_.prepare("DELETE FROM alert WHERE night IN (SELECT id FROM night WHERE started < ?)").bind(1, before).run();
  database_.prepare("DELETE FROM night WHERE started < ?").bind(1, before).run();
  const int nights = database_.changed_rows();
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
  database_.run("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
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
