#include <wafercast/report/backtest_figures.hpp>
#include <wafercast/report/backtest_table.hpp>
#include <wafercast/report/sections.hpp>
#include <wafercast/report/text_grid.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

constexpr int answers_a_line = 5;

std::string title(const Backtest& backtest, bool colour) {
  TextGrid grid({Align::left});
  grid.line({shortened("Backtest of " + backtest.scenario, table_columns), Style::strong});
  const std::string facts = fmt::format("{}, data: {}", backtest_facts(backtest), backtest.data_folder);
  grid.line({shortened(facts, table_columns), Style::faint});
  return grid.text(colour);
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
  const std::string without = rows.front().targets == Targets::uncharged ? ", without quarters struck by a charge" : "";
  grid.line({shortened(backtest_title(backtest, rows.front().metric) + without, table_columns), Style::strong});
  grid.row(header(format));
  const ScoreRow* before = nullptr;
  for (const ScoreRow& row : rows) {
    grid.row(cells_of(row, format, backtest, before == nullptr || before->horizon != row.horizon));
    before = &row;
  }
}

std::string scores_section(const Backtest& backtest, bool colour) {
  // One grid for all metrics, so that their columns stand above each other.
  TextGrid grid({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                 Align::right, Align::right});
  grid.shorten(1, table_columns);
  const std::vector<ScoreRow> rows = scoreboard(backtest);
  for (const std::string& metric : backtest_metrics(backtest)) {
    for (const Targets targets : {Targets::all, Targets::uncharged}) {
      const std::vector<ScoreRow> some = rows_of(rows, metric, targets);
      if (some.empty()) continue;
      append_scores(grid, some, backtest);
      grid.blank();
    }
  }
  grid.line(
      {"CRPS and error: smaller is better. Skill: how much smaller the CRPS is than the baseline's.", Style::faint});
  return grid.text(colour);
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

std::string questions_section(const Backtest& backtest, bool colour) {
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
  return grid.text(colour);
}

}  // namespace

std::string backtest_table(const Backtest& backtest, bool colour) {
  std::string table = title(backtest, colour);
  if (!backtest.forecasts.empty()) table += "\n" + scores_section(backtest, colour);
  const std::string questions = questions_section(backtest, colour);
  if (!questions.empty()) table += "\n" + questions;
  return table;
}

}  // namespace wafercast
