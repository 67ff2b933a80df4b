#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/backtest/horizons_table.hpp>
#include <runners/report/backtest/table.hpp>
#include <runners/report/text/sections.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wafercast {
namespace {

constexpr int answers_a_line = 5;

std::string title(const Backtest& backtest, Colours colours) {
  TextGrid grid({Align::left});
  grid.line({shortened("Backtest of " + backtest.scenario, table_columns), Style::strong});
  const std::string facts = fmt::format("{}, data: {}", backtest_facts(backtest), backtest.data_folder);
  grid.line({shortened(facts, table_columns), Style::faint});
  return grid.text(colours);
}

std::vector<TextCell> header(const ScoreFormat& format) {
  std::vector<TextCell> cells;
  for (const std::string& name :
       {format.unit, std::string("method"), std::string("n"), std::string("CRPS"), std::string("error"),
        std::string("in 50%"), std::string("in 90%"), std::string("width 90%"), std::string("skill")}) {
    cells.push_back({name, Style::faint});
  }
  return cells;
}

std::vector<TextCell> cells_of(const ScoreRow& row, const ScoreFormat& format, const Backtest& backtest,
                               bool names_horizon) {
  const Style style = row.method == backtest.method ? Style::strong : Style::plain;
  return {{names_horizon ? horizon_text(row.horizon) : ""},
          {row.method, style},
          {fmt::format("{}", row.count), Style::faint},
          {format.figure(row.crps), style},
          {format.figure(row.absolute_error)},
          {share_text(row.coverage_50)},
          {share_text(row.coverage_90)},
          {format.figure(row.width_90)},
          {skill_text(row), row.method == backtest.method ? Style::accent : Style::plain}};
}

void append_scores(TextGrid& grid, const std::vector<ScoreRow>& rows, const Backtest& backtest) {
  const ScoreFormat format = ScoreFormat::of(backtest, rows.front().metric);
  const std::string without = rows.front().targets == Targets::uncharged ? ", without quarters with a charge" : "";
  grid.line({shortened(backtest_title(backtest, rows.front().metric) + without, table_columns), Style::strong});
  grid.row(header(format));
  const ScoreRow* before = nullptr;
  for (const ScoreRow& row : rows) {
    grid.row(cells_of(row, format, backtest, before == nullptr || before->horizon != row.horizon));
    before = &row;
  }
}

std::string scores_section(const Backtest& backtest, Colours colours) {
  // One grid for all metrics, so that their columns stand above each other.
  TextGrid grid({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                 Align::right, Align::right});
  grid.shorten(1, table_columns);
  const std::vector<ScoreRow> rows = scoreboard(backtest);
  for (const std::string& metric : metrics_in_full(backtest)) {
    for (const Targets targets : {Targets::all, Targets::uncharged}) {
      const std::vector<ScoreRow> some = near_rows(rows_of(rows, metric, targets));
      if (some.empty()) continue;
      append_scores(grid, some, backtest);
      grid.blank();
    }
  }
  grid.line(
      {"CRPS and error: smaller is better. Skill: how much smaller the CRPS is than the baseline's.", Style::faint});
  const auto hit = [](const ScoreRow& row) { return row.compared > 0 && !row.skill; };
  if (std::ranges::any_of(rows, hit))
    grid.line({"No skill can be had where the baseline hit every target.", Style::faint});
  return grid.text(colours);
}

/// Whole years as of the days on which a consensus was published.
std::string years_section(const Backtest& backtest, Colours colours) {
  if (backtest.years.empty()) return "";
  TextGrid grid({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                 Align::right, Align::right});
  grid.line({"Full years, against consensus", Style::strong});
  std::vector<TextCell> header;
  for (const char* name : {"year", "as of", "p5", "p50", "p95", "consensus", "came", "CRPS", "consensus off"}) {
    header.push_back({name, Style::faint});
  }
  grid.row(header);
  for (const ScoredYear& year : backtest.years) {
    const FigureFormat format = FigureFormat::for_unit(year.unit, year.values.back());
    const auto score = score_of(year);
    grid.row({{fiscal_year_name(year.fiscal_year)},
              {to_string(year.day), Style::faint},
              {format.figure(quantile_of(year.values, 0.05))},
              {format.figure(quantile_of(year.values, 0.5)), Style::strong},
              {format.figure(quantile_of(year.values, 0.95))},
              {format.figure(*year.consensus)},
              {year.outcome ? format.figure(*year.outcome) : "–"},
              {score ? fmt::format("{:.4f}", score->crps) : "–", Style::strong},
              {consensus_missed_by(year)}});
  }
  return grid.text(colours);
}

/// Lines of reporting, the pooled horizons together, one row each.
std::string lines_section(const Backtest& backtest, Colours colours) {
  if (backtest.in_short.empty()) return "";
  TextGrid grid({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right});
  grid.line({"Lines of reporting, one to four quarters together", Style::strong});
  std::vector<TextCell> header;
  for (const char* name : {"", "n", "CRPS", "guided", "in 50%", "in 90%"}) header.push_back({name, Style::faint});
  grid.row(header);
  const std::vector<ScoreRow> rows = scoreboard(backtest);
  for (const std::string& metric : backtest.in_short) {
    std::string guided = "–";
    for (const ScoreRow& row : rows_of(rows, metric, Targets::all)) {
      if (row.method == "guided" && !row.horizon) guided = fmt::format("{:.4f}", row.crps);
    }
    for (const ScoreRow& row : rows_of(rows, metric, Targets::all)) {
      if (row.method != backtest.method || row.horizon) continue;
      grid.row({{backtest_title(backtest, metric)},
                {fmt::format("{}", row.count), Style::faint},
                {fmt::format("{:.4f}", row.crps), Style::strong},
                {guided},
                {share_text(row.coverage_50)},
                {share_text(row.coverage_90)}});
    }
  }
  return grid.text(colours);
}

/// Revenue by origin and by target: where a forecast was good, and which quarter surprised.
std::string quarters_section(const Backtest& backtest, Colours colours) {
  TextGrid grid({Align::left, Align::right, Align::right, Align::right, Align::right});
  for (const auto& [by, name] : {std::pair{By::origin, "origin"}, {By::target, "target"}}) {
    const std::vector<QuarterScore> scores = scores_by_quarter(backtest, backtest.sales, by);
    if (scores.empty()) continue;
    grid.line({fmt::format("Revenue by {}, one to four quarters together", name), Style::strong});
    std::vector<TextCell> header;
    for (const char* title : {name, "n", "CRPS", "baseline", "in 90%"}) header.push_back({title, Style::faint});
    grid.row(header);
    for (const QuarterScore& score : scores) {
      grid.row({{to_string(score.quarter)},
                {fmt::format("{}", score.count), Style::faint},
                {fmt::format("{:.4f}", score.crps), Style::strong},
                {score.baseline ? fmt::format("{:.4f}", *score.baseline) : "–"},
                {share_text(score.coverage_90)}});
    }
    grid.blank();
  }
  return grid.text(colours);
}

/// "FY24Q1 93.1% yes", a few to a line.
void append_answers(TextGrid& grid, const Backtest& backtest, const std::string& name) {
  std::string line;
  int answers = 0;
  const auto end_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    if (!line.empty()) grid.line({line, Style::faint});
    line.clear();
  };
  for (const ScoredQuestion& question : backtest.questions) {
    if (question.name != name) continue;
    if (answers++ % answers_a_line == 0) end_line();
    const char* happened = !question.happened ? "?" : *question.happened ? "yes" : "no";
    line += fmt::format("  {} {:>6} {:<3}", to_string(question.origin), percent(question.probability), happened);
  }
  end_line();
}

std::string questions_section(const Backtest& backtest, Colours colours) {
  const std::vector<QuestionScore> scores = question_scores(backtest);
  if (scores.empty()) return "";
  TextGrid grid({Align::left});
  grid.line({fmt::format("Questions, by Brier score (a coin has {:.2f})", brier_of_a_coin), Style::strong});
  for (const QuestionScore& score : scores) {
    const std::string facts = fmt::format("{:.3f}  against {:.3f} for the share that happened, {} of {}  ", score.brier,
                                          score.climatology, score.happened, score.count);
    grid.line({shortened(facts + score.name + "  " + score.text, table_columns)});
    append_answers(grid, backtest, score.name);
  }
  return grid.text(colours);
}

}  // namespace

std::string backtest_table(const Backtest& backtest, Colours colours) {
  std::string table = title(backtest, colours);
  if (const std::string years = years_section(backtest, colours); !years.empty()) table += "\n" + years;
  if (!backtest.forecasts.empty()) table += "\n" + scores_section(backtest, colours);
  if (const std::string horizons = horizons_section(backtest, colours); !horizons.empty()) table += "\n" + horizons;
  if (const std::string lines = lines_section(backtest, colours); !lines.empty()) table += "\n" + lines;
  if (!backtest.forecasts.empty()) table += "\n" + quarters_section(backtest, colours);
  const std::string questions = questions_section(backtest, colours);
  if (!questions.empty()) table += "\n" + questions;
  return table;
}

}  // namespace wafercast
