// Runs of a store: what a night drew, and of which scenario.

#include <runners/store/clock.hpp>
#include <runners/store/rows.hpp>

#include <fmt/format.h>

namespace wafercast {

using namespace rows;

namespace {

constexpr const char* put_seen =
    "INSERT INTO seen(subject, night, run) VALUES($1, $2, $3) ON CONFLICT(subject, night) DO UPDATE SET run = "
    "excluded.run";

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

}  // namespace

std::optional<StoredRun> Store::find_run(const std::string& key) {
  Statement row = database_.prepare(fmt::format("SELECT {} FROM run WHERE key = $1", run_columns));
  row.with(key);
  if (!row.step()) return std::nullopt;
  return run_from(row);
}

std::int64_t Store::id_of(const Subject& subject) {
  Statement row = database_.prepare(
      "INSERT INTO subject(file, settings, name) VALUES($1, $2, $3)"
      " ON CONFLICT(file, settings) DO UPDATE SET name = excluded.name RETURNING id");
  return number_from(row.with(subject.file, subject.settings, subject.name));
}

std::int64_t Store::id_of(const StoredFigure& figure) {
  Statement row = database_.prepare(
      "INSERT INTO series(metric, period, unit) VALUES($1, $2, $3)"
      " ON CONFLICT(metric, period) DO UPDATE SET unit = excluded.unit RETURNING id");
  return number_from(row.with(figure.metric, figure.period, figure.unit));
}

std::int64_t Store::add_run(std::int64_t night, const RunRecord& run) {
  Database::Transaction all(database_);
  const std::int64_t subject = id_of(run.subject);
  if (const auto there = find_run(run.key.key)) {
    if (there->error.empty() || !run.error.empty()) {
      database_.prepare(put_seen).with(subject, night, there->id).run();
      all.commit();
      return there->id;
    }
    // A failure gives way to what came of it when it was tried again; the nights that saw it fail keep it.
    const std::string past = fmt::format("{} until night {}", run.key.key, night);
    database_.prepare("UPDATE run SET key = $1 WHERE id = $2").with(past, there->id).run();
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
  return number_from(row.with(run.key.key, night, subject, to_string(run.as_of), run.key.scenario_hash,
                              run.key.data_hash, run.key.seed, run.key.paths, run.key.program, to_string(now()),
                              run.seconds, run.error));
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
        .with(id, number_from(row.with(input.path, input.digest)))
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

std::vector<Subject> Store::subjects(const PlanKey& plan) {
  Statement row = database_.prepare(
      "SELECT file, settings, name FROM subject WHERE EXISTS (SELECT 1 FROM seen JOIN night ON night.id = seen.night"
      " WHERE seen.subject = subject.id AND night.plan = $1 AND night.file = $2) ORDER BY id");
  row.with(plan.name, plan.file);
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
  return run_from(row);
}

std::optional<StoredRun> Store::run_before(std::int64_t night, const Subject& subject) {
  Statement row = database_.prepare(
      fmt::format("SELECT {} FROM subject JOIN seen ON seen.subject = subject.id JOIN run ON run.id = seen.run"
                  " JOIN night ON night.id = seen.night JOIN night this ON this.id = $3"
                  " WHERE subject.file = $1 AND subject.settings = $2 AND seen.night < $3 AND run.error = ''"
                  " AND night.finished IS NOT NULL AND night.plan = this.plan AND night.file = this.file"
                  " ORDER BY seen.night DESC LIMIT 1",
                  run_columns));
  row.with(subject.file, subject.settings, night);
  if (!row.step()) return std::nullopt;
  return run_from(row);
}

}  // namespace wafercast
