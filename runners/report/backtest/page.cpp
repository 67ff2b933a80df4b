#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/charts.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/backtest/page.hpp>
#include <runners/report/html/svg.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace wafercast {
namespace {

constexpr std::string_view style_sheet = R"css(
:root { --ink: #1c2733; --faint: #66727f; --rule: #dde2e7; --own: #1f5fa8; --other: #c2611a; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 28px 24px 48px; background: #fff; color: var(--ink);
  font: 15px/1.45 "Helvetica Neue", Helvetica, Arial, "DejaVu Sans", sans-serif; }
h1 { margin: 0; font-size: 26px; }
h2 { margin: 40px 0 4px; padding-top: 14px; border-top: 2px solid var(--ink); font-size: 20px; }
h3 { margin: 18px 0 4px; font-size: 15px; }
p { margin: 4px 0 12px; max-width: 100ch; }
.charts p { align-self: center; font-size: 13px; }
.faint { color: var(--faint); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 14px; margin: 20px 0 14px; }
.card { border: 1px solid var(--rule); border-top: 4px solid var(--own); border-radius: 4px; padding: 10px 14px 12px; }
.card b { display: block; font-size: 28px; line-height: 1.3; }
.card span { font-size: 13px; }
.charts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px 14px; margin: 10px 0; }
.charts svg { width: 100%; height: auto; display: block; }
table { border-collapse: collapse; margin: 10px 0 6px; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 14px 3px 0; text-align: right; font-weight: normal; white-space: nowrap; }
th { border-bottom: 1px solid var(--ink); color: var(--faint); }
th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
tr.first td { border-top: 1px solid var(--rule); }
tr.own td { font-weight: bold; }
tr.own td:last-child { color: var(--own); }
.answers { display: grid; grid-template-columns: repeat(auto-fill, minmax(132px, 1fr)); gap: 6px 14px; font-size: 12.5px;
  font-variant-numeric: tabular-nums; margin: 6px 0 14px; }
.answers .gauge { height: 6px; margin-top: 2px; background: #e8ecf0; }
.answers .gauge i { display: block; height: 100%; background: var(--own); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 15px; margin: 8px 0 0; font-size: 13px; color: var(--faint); }
.legend svg { width: 26px; height: 12px; margin-right: 6px; vertical-align: -1px; }
svg text { font-size: 11px; fill: var(--ink); }
svg .tick, svg .note { fill: var(--faint); }
svg .end { text-anchor: end; }
svg .middle { text-anchor: middle; }
svg .panel { font-size: 13px; font-weight: bold; }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .origin { stroke: #9aa5b1; stroke-width: 1; stroke-dasharray: 2 3; }
svg .band90 { fill: #c9dcf2; stroke: #c9dcf2; stroke-width: 1.5; stroke-linejoin: round; }
svg .band50 { fill: #8fb7e3; stroke: #8fb7e3; stroke-width: 1.5; stroke-linejoin: round; }
svg .median { fill: none; stroke: var(--own); stroke-width: 2; stroke-linejoin: round; }
svg .baseline { fill: none; stroke: var(--other); stroke-width: 1.6; stroke-dasharray: 5 3; }
svg .known { fill: none; stroke: #3f4a56; stroke-width: 1.4; }
svg .known-dot { fill: #3f4a56; }
svg .outcome { fill: #fff; stroke: var(--ink); stroke-width: 1.5; }
svg .charged { fill: var(--other); }
svg .bar { fill: #6f9fd6; }
svg .chance { fill: #eef1f4; }
svg .ideal { stroke: #8a95a1; stroke-width: 1; stroke-dasharray: 4 3; }
@media print, (max-width: 820px) { .charts { grid-template-columns: repeat(2, 1fr); } }
@media print {
  @page { size: A4; margin: 12mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  svg, table, .card, .answers div { break-inside: avoid; }
  h2, h3, .legend { break-after: avoid; }
}
)css";

std::string cell(std::string_view text) {
  return fmt::format("<td>{}</td>", markup_text(text));
}

std::string header(const Backtest& backtest) {
  const std::string title = markup_text("Backtest of " + backtest.scenario);
  const std::string facts = markup_text(fmt::format("{}, data: {}, version {}, build {}", backtest_facts(backtest),
                                                    backtest.data_folder, backtest.version, backtest.build));
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>{0}</title>\n<style>{2}</style>\n</head>\n<body>\n<h1>{0}</h1>\n"
      "<p class=\"faint\">{1}</p>\n",
      title, facts, style_sheet);
}

/// What the method under test is worth over all horizons.
std::string card(const Backtest& backtest, const ScoreRow& row) {
  const std::string without = row.targets == Targets::uncharged ? ", uncharged" : "";
  const std::string against = row.skill ? "skill against " + baseline_of(backtest, row.metric) : "CRPS, no baseline";
  const ScoreFormat format = ScoreFormat::of(backtest, row.metric);
  return fmt::format(
      "<div class=\"card\">{}<b>{}</b><span class=\"faint\">{}<br>CRPS {} {}<br>90% interval held {} of "
      "{}</span></div>\n",
      markup_text(backtest_title(backtest, row.metric) + without),
      row.skill ? skill_text(row) : format.figure(row.crps), markup_text(against), format.figure(row.crps), format.unit,
      share_text(row.coverage_90), row.count);
}

std::string cards(const Backtest& backtest, const std::vector<ScoreRow>& rows) {
  std::string html = "<div class=\"cards\">\n";
  for (const ScoreRow& row : rows) {
    const bool in_short = std::ranges::find(backtest.in_short, row.metric) != backtest.in_short.end();
    if (row.method == backtest.method && !row.horizon && !in_short) html += card(backtest, row);
  }
  return html + "</div>\n";
}

std::string legend(const Backtest& backtest, const std::string& metric) {
  const auto entry = [](std::string_view drawing, const std::string& text) {
    return fmt::format("<span><svg viewBox=\"0 0 26 12\">{}</svg>{}</span>\n", drawing, markup_text(text));
  };
  const bool charges_struck =
      std::any_of(backtest.forecasts.begin(), backtest.forecasts.end(), [&](const ScoredForecast& forecast) {
        return forecast.metric == metric && is_share(forecast) && forecast.charged;
      });
  std::string html = "<div class=\"legend\">\n";
  html += entry("<line class=\"median\" x1=\"0\" y1=\"6\" x2=\"26\" y2=\"6\"/>", backtest.method + ", median");
  html += entry("<rect class=\"band50\" width=\"26\" height=\"12\"/>", "50% band");
  html += entry("<rect class=\"band90\" width=\"26\" height=\"12\"/>", "90% band");
  const std::string baseline = baseline_of(backtest, metric);
  if (!baseline.empty()) {
    html += entry("<line class=\"baseline\" x1=\"0\" y1=\"6\" x2=\"26\" y2=\"6\"/>", baseline + ", median");
  }
  html += entry("<line class=\"known\" x1=\"0\" y1=\"6\" x2=\"26\" y2=\"6\"/>", "reported by then");
  html += entry("<circle class=\"outcome\" cx=\"13\" cy=\"6\" r=\"3.5\"/>", "reported later");
  if (charges_struck) {
    html += entry("<circle class=\"outcome charged\" cx=\"13\" cy=\"6\" r=\"3.5\"/>", "struck by a charge");
  }
  return html + "</div>\n";
}

std::string table_row(const Backtest& backtest, const ScoreRow& row, bool starts_horizon) {
  const ScoreFormat format = ScoreFormat::of(backtest, row.metric);
  const bool is_own = row.method == backtest.method;
  return fmt::format("<tr class=\"{}{}\">{}{}{}{}{}{}{}{}{}</tr>\n", is_own ? "own" : "",
                     starts_horizon ? " first" : "", cell(starts_horizon ? horizon_text(row.horizon) : ""),
                     cell(row.method), cell(fmt::format("{}", row.count)), cell(format.figure(row.crps)),
                     cell(format.figure(row.absolute_error)), cell(share_text(row.coverage_50)),
                     cell(share_text(row.coverage_90)), cell(format.figure(row.width_90)), cell(skill_text(row)));
}

std::string score_table(const Backtest& backtest, const std::vector<ScoreRow>& rows) {
  if (rows.empty()) return "";
  const std::string unit = ScoreFormat::of(backtest, rows.front().metric).unit;
  std::string html =
      rows.front().targets == Targets::all ? "" : "<h3>Without quarters struck by an inventory or export charge</h3>\n";
  html += fmt::format(
      "<table>\n<tr><th>ahead</th><th>method</th><th>n</th><th>CRPS, {0}</th><th>error, {0}</th><th>in 50%</th>"
      "<th>in 90%</th><th>width of 90%</th><th>skill</th></tr>\n",
      unit);
  const ScoreRow* before = nullptr;
  for (const ScoreRow& row : rows) {
    html += table_row(backtest, row, before == nullptr || before->horizon != row.horizon);
    before = &row;
  }
  return html + "</table>\n";
}

std::string metric_section(const Backtest& backtest, const std::string& metric, const std::vector<ScoreRow>& rows) {
  const FigureFormat format = natural_format(backtest, metric);
  std::string html =
      fmt::format("<h2>{}</h2>\n<p class=\"faint\">In {}; one picture an origin, each on its own scale.</p>\n",
                  markup_text(backtest_title(backtest, metric)), markup_text(format.unit));
  html += legend(backtest, metric) + "<div class=\"charts\">\n";
  for (const std::string& chart : fan_charts(backtest, metric)) html += chart;
  html += "</div>\n<h3>Scores</h3>\n" + score_table(backtest, rows_of(rows, metric, Targets::all));
  html += score_table(backtest, rows_of(rows, metric, Targets::uncharged));
  html += "<h3>Calibration, all horizons</h3>\n<div class=\"charts\">\n" + pit_chart(backtest, metric) +
          calibration_chart(backtest, metric) +
          "<p class=\"faint\">Grey: where nine in ten lie by chance if the forecasts are right and the outcomes "
          "independent. Forecasts of one quarter from several origins are not independent, so chance reaches further "
          "than that.</p>\n</div>\n";
  return html;
}

/// Whole years as of the days on which a consensus was published.
std::string years_section(const Backtest& backtest) {
  if (backtest.years.empty()) return "";
  std::string html =
      "<h2>Full years, against consensus</h2>\n<table>\n<tr><th>year</th><th>as of</th><th>p5</th><th>p50</th>"
      "<th>p95</th><th>consensus</th><th>came</th><th>CRPS, log</th><th>consensus missed by, log</th></tr>\n";
  for (const ScoredYear& year : backtest.years) {
    const FigureFormat format = FigureFormat::for_unit(year.unit, year.values.back());
    const auto score = score_of(year);
    html += fmt::format(
        "<tr>{}{}{}{}{}{}{}{}{}</tr>\n", cell(fiscal_year_name(year.fiscal_year)), cell(to_string(year.day)),
        cell(format.figure(quantile_of(year.values, 0.05))), cell(format.figure(quantile_of(year.values, 0.5))),
        cell(format.figure(quantile_of(year.values, 0.95))), cell(format.figure(year.consensus)),
        cell(year.outcome ? format.figure(*year.outcome) : "–"), cell(score ? fmt::format("{:.4f}", score->crps) : "–"),
        cell(score ? fmt::format("{:.4f}", std::abs(std::log(year.consensus / *year.outcome))) : "–"));
  }
  return html + "</table>\n";
}

std::string answers(const Backtest& backtest, const std::string& name) {
  std::string html = "<div class=\"answers\">\n";
  for (const ScoredQuestion& question : backtest.questions) {
    if (question.name != name) continue;
    const char* happened = !question.happened ? "open" : *question.happened ? "yes" : "no";
    html += fmt::format("<div>{} <b>{}</b> {}<div class=\"gauge\"><i style=\"width:{:.1f}%\"></i></div></div>\n",
                        to_string(question.origin), markup_text(percent(question.probability)), happened,
                        100.0 * question.probability);
  }
  return html + "</div>\n";
}

std::string questions_section(const Backtest& backtest) {
  const std::vector<QuestionScore> scores = question_scores(backtest);
  if (scores.empty()) return "";
  std::string html = fmt::format(
      "<h2>Questions</h2>\n<p class=\"faint\">Brier score, 0 is perfect; a coin has {:.2f}. By origin: the probability "
      "given on the day of its results, and whether it happened.</p>\n",
      brier_of_a_coin);
  for (const QuestionScore& score : scores) {
    html += fmt::format(
        "<h3>{} <span class=\"faint\">{}</span></h3>\n<p>Brier {:.3f}, against {:.3f} for the share that happened, "
        "{} of {}, which is known only afterwards.</p>\n",
        markup_text(score.name), markup_text(score.text), score.brier, score.climatology, score.happened, score.count);
    html += answers(backtest, score.name);
  }
  return html;
}

}  // namespace

std::string backtest_page(const Backtest& backtest) {
  const std::vector<ScoreRow> rows = scoreboard(backtest);
  std::string html = header(backtest) + cards(backtest, rows);
  html +=
      "<p class=\"faint\">CRPS: how far a whole distribution was from what happened; of a single figure it is the "
      "absolute "
      "error, and smaller is better. Skill: how much smaller it was than the baseline's on the same targets. Money is "
      "scored in logarithms, where 0.01 is about 1%, and margins in percentage points.</p>\n";
  html += years_section(backtest);
  for (const std::string& metric : metrics_in_full(backtest)) html += metric_section(backtest, metric, rows);
  return html + questions_section(backtest) + "</body>\n</html>\n";
}

}  // namespace wafercast
