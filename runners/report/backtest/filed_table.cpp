#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/backtest/filed_table.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

namespace wafercast {

std::string filed_table(const Backtest& filed, Colours colours) {
  TextGrid grid({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                 Align::left, Align::left});
  int known = 0;
  for (const std::string& metric : backtest_metrics(filed)) {
    const FigureFormat format = natural_format(filed, metric);
    const ScoreFormat scores = ScoreFormat::of(filed, metric);
    grid.line({fmt::format("{}, filed before the fact", backtest_title(filed, metric)), Style::strong});
    std::vector<TextCell> header;
    for (const std::string& name :
         {format.unit, std::string("filed as of"), std::string("p5"), std::string("p50"), std::string("p95"),
          std::string("came"), "CRPS, " + scores.unit, std::string("in 90%"), std::string("by")}) {
      header.push_back({name, Style::faint});
    }
    grid.row(header);
    for (const ScoredForecast& forecast : filed.forecasts) {
      if (forecast.metric != metric) continue;
      const auto score = score_of(forecast);
      known += score ? 1 : 0;
      grid.row({{to_string(forecast.target)},
                {to_string(forecast.origin_date), Style::faint},
                {format.figure(quantile_of(forecast.values, 0.05))},
                {format.figure(quantile_of(forecast.values, 0.5)), Style::strong},
                {format.figure(quantile_of(forecast.values, 0.95))},
                {forecast.outcome ? format.figure(*forecast.outcome) : "–"},
                {score ? scores.figure(score->crps) : "–"},
                {score ? (score->in_90.value_or(false) ? "yes" : "no") : ""},
                {forecast.method, Style::faint}});
    }
    grid.blank();
  }
  if (known == 0) grid.line({"None of these quarters has been reported yet in the data.", Style::faint});
  return grid.text(colours);
}

}  // namespace wafercast
