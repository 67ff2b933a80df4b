// Figures of a store: those of a run, and how they moved over the nights.

#include <runners/store/rows.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {

using namespace rows;

std::vector<StoredFigure> Store::figures_of(std::int64_t run) {
  Statement row =
      database_.prepare(fmt::format("SELECT {} FROM run JOIN forecast f ON f.subject = run.subject AND f.run = run.id"
                                    " JOIN series ON series.id = f.series WHERE run.id = $1 ORDER BY f.series",
                                    figure_columns));
  row.with(run);
  std::vector<StoredFigure> figures;
  while (row.step()) figures.push_back(figure_from(row));
  return figures;
}

std::vector<HistoryPoint> Store::history(const PlanKey& plan, const Subject& subject, const std::string& metric,
                                         const std::string& period) {
  Statement row = database_.prepare(fmt::format(
      "SELECT night.id, night.started, run.id, run.as_of, {} FROM subject"
      " JOIN series ON series.metric = $1 AND series.period = $2"
      " JOIN seen ON seen.subject = subject.id JOIN night ON night.id = seen.night JOIN run ON run.id = seen.run"
      " JOIN forecast f ON f.subject = subject.id AND f.series = series.id AND f.run = seen.run"
      " WHERE subject.file = $3 AND subject.settings = $4 AND night.plan = $5 AND night.file = $6"
      " ORDER BY seen.night",
      figure_columns));
  row.with(metric, period, subject.file, subject.settings, plan.name, plan.file);
  std::vector<HistoryPoint> points;
  while (row.step()) {
    points.push_back(
        {row.integer(0), row.text(1), row.integer(2), parse_date(row.text(3)).value_or(Date()), figure_from(row, 4)});
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

void Store::each_figure(const std::function<void(const Subject&, const StoredRun&, const StoredFigure&)>& row,
                        const std::optional<PlanKey>& of) {
  // A run that an earlier night made may be the newest again: the scenario was changed and changed back.
  constexpr const char* last_seen =
      " JOIN (SELECT seen.run AS run, max(seen.night) AS night FROM seen JOIN night ON night.id = seen.night"
      " WHERE night.plan = $1 AND night.file = $2 GROUP BY seen.run) latest ON latest.run = run.id"
      " ORDER BY latest.night, f.run, f.series";
  Statement rows = database_.prepare(
      fmt::format("SELECT subject.file, subject.settings, subject.name, {}, {} FROM forecast f JOIN subject ON "
                  "subject.id = f.subject JOIN series ON series.id = f.series JOIN run ON run.id = f.run{}",
                  run_columns, figure_columns, of ? last_seen : " ORDER BY f.run, f.series"));
  if (of) rows.with(of->name, of->file);
  while (rows.step()) {
    row({rows.text(0), rows.text(1), rows.text(2)}, run_from(rows, 3), figure_from(rows, 3 + run_width));
  }
}

}  // namespace wafercast
