#include <runners/report/html/report_data.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/html/report_page.hpp>
#include <runners/report/json/bridge_json.hpp>
#include <runners/report/json/comparison_json.hpp>
#include <runners/report/json/explanation_json.hpp>
#include <runners/report/json/sweep_json.hpp>
#include <runners/report/json/what_if_json.hpp>
#include <runners/report/text/beliefs_text.hpp>
#include <runners/report/text/brief.hpp>
#include <runners/report/text/difference_text.hpp>
#include <runners/report/text/explanation.hpp>
#include <runners/report/text/figures.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

Json point(const Period& period, double value) {
  return {{"period", to_string(period)}, {"value", value}};
}

std::string title_in(const RunDescription& run, const std::string& metric) {
  const auto found = run.metric_titles.find(metric);
  return in_words(found == run.metric_titles.end() ? metric : found->second);
}

Json periods_of(const MetricForecast& metric) {
  Json periods = Json::array();
  for (const auto& [period, distribution] : metric.periods) {
    if (distribution.paths == 0) continue;
    Json one = {{"period", to_string(period)}, {"mean", distribution.mean.value}};
    for (const auto& [p, quantile] : distribution.quantiles) {
      one[fmt::format("p{:.0f}", 100.0 * p)] = quantile.value;
    }
    periods.push_back(std::move(one));
  }
  return periods;
}

/// What was reported in the two years before, the outlook and the consensus.
Json known_of(const MetricForecast& metric, const RunDescription& run, Json of) {
  constexpr int quarters_shown = 8;
  of["reported"] = of["guided"] = of["consensus"] = Json::array();
  for (int back = quarters_shown - 1; back >= 0; --back) {
    const FiscalQuarter quarter = run.last_reported - back;
    if (const auto value = run.history.reported_at(metric.name, quarter))
      of["reported"].push_back(point(Period::quarter(quarter), *value));
  }
  if (const auto value = run.history.guided_at(metric.name, run.first_quarter()))
    of["guided"].push_back(point(Period::quarter(run.first_quarter()), *value));
  for (const auto& [period, distribution] : metric.periods) {
    if (const auto expected = run.history.expected_at(metric.name, period, run.as_of))
      of["consensus"].push_back(point(period, expected->value));
  }
  return of;
}

std::string answer_text(const Answer& answer) {
  if (answer.probability) return percent(answer.probability->value);
  if (!answer.distribution || answer.distribution->paths == 0) return "no path meets the condition";
  const auto& quantiles = answer.distribution->quantiles;
  const FigureFormat format = FigureFormat::for_unit(answer.unit, std::abs(quantiles.at(0.5).value));
  return fmt::format("{} ({} to {}) {}", format.figure(quantiles.at(0.5).value),
                     format.figure(quantiles.at(0.05).value), format.figure(quantiles.at(0.95).value), format.unit);
}

Json alone_of(const EachAlone& alone, const ThreeTexts& texts, const RunDescription& run) {
  return {{"metric", title_in(run, alone.metric)},
          {"period", to_string(alone.period)},
          {"unit", texts.unit},
          {"beliefs", texts.beliefs},
          {"record", texts.record},
          {"together", texts.together}};
}

Json run_data(const Forecast& forecast, const RunDescription& run) {
  Json data = {
      {"kind", "run"},          {"metrics", Json::array()}, {"changes", Json::array()}, {"alone", Json::array()},
      {"takes", Json::array()}, {"bridges", Json::array()}, {"answers", Json::array()}, {"assumptions", Json::array()}};
  for (const std::string& name : run.brief) {
    const auto metric = std::ranges::find(forecast.metrics, name, &MetricForecast::name);
    if (metric == forecast.metrics.end()) continue;
    data["metrics"].push_back(known_of(
        *metric, run,
        {{"name", name}, {"title", title_in(run, name)}, {"unit", metric->unit}, {"periods", periods_of(*metric)}}));
  }
  for (const ChangeReport& report : run.changes) {
    const ScenarioChange& change = report.change;
    std::string how = change.before.empty() ? change.after : fmt::format("{} → {}", change.before, change.after);
    if (!change.when.empty()) how += " " + change.when;
    data["changes"].push_back(
        {{"what", word_of(change.kind)}, {"on", change.target}, {"how", how}, {"stated", change.stated}});
  }
  for (const EachAlone& alone : run.beliefs_and_record.alone) {
    if (const auto texts = three_texts(alone, forecast)) data["alone"].push_back(alone_of(alone, *texts, run));
  }
  for (const Requirement& one : run.beliefs_and_record.takes) {
    const TakesTexts texts = takes_texts(one);
    data["takes"].push_back({{"metric", title_in(run, one.metric)},
                             {"period", to_string(one.period)},
                             {"unit", texts.unit},
                             {"forecast", texts.forecast},
                             {"believed", texts.believed},
                             {"outside", one.is_outside},
                             {"said", texts.said}});
  }
  for (const Bridge& bridge : run.beliefs_and_record.bridges) {
    data["bridges"].push_back(bridge_json(bridge));
    data["bridges"].back()["title"] = title_in(run, bridge.metric);
  }
  for (const Answer& answer : forecast.answers) {
    data["answers"].push_back({{"name", answer.name}, {"answer", answer_text(answer)}, {"text", answer.text}});
  }
  for (const Assumption& assumption : run.assumptions) {
    data["assumptions"].push_back({{"driver", assumption.driver},
                                   {"unit", assumption.unit},
                                   {"text", assumption.text},
                                   {"changed", assumption.changed},
                                   {"sources", assumption.provenance}});
  }
  return data;
}

/// The data of another output, with what the page needs besides.
Json with_titles(Json data, const char* kind, const Explanation& about) {
  data["kind"] = kind;
  data["titles"] = Json::object();
  for (const auto& [metric, title] : about.metric_titles) data["titles"][metric] = title_of(about, metric);
  return data;
}

std::string facts_of(const Explanation& about) {
  return fmt::format("as of {}, {} paths with the same draws, seed {}", to_string(about.as_of),
                     with_thousands(about.paths), about.seed);
}

std::vector<std::string> headline_of(const Forecast& forecast, const RunDescription& run) {
  std::vector<std::string> sentences = contradiction_sentences(run);
  for (auto& more : {year_sentences(forecast, run), belief_sentences(forecast, run)})
    sentences.insert(sentences.end(), more.begin(), more.end());
  return sentences;
}

}  // namespace

std::string run_report(const Forecast& forecast, const RunDescription& run) {
  return report_page({.title = run.scenario,
                      .facts = fmt::format("as of {}, {} to {}, {}, seed {}, {}; wafercast {} ({})",
                                           to_string(run.as_of), to_string(run.first_quarter()),
                                           to_string(run.last_quarter()), drawn_paths(forecast.paths, run.points()),
                                           run.input.seed, run.file(), run.version, run.build),
                      .headline = headline_of(forecast, run),
                      .notes = run.notes},
                     json_text(run_data(forecast, run)));
}

std::string comparison_report(const CompareResult& result) {
  PageText text{.title = fmt::format("Against {}", result.about.scenario), .facts = facts_of(result.about)};
  if (result.others.size() == 1) {
    const CompareResult::Other& other = result.others.front();
    text.title = fmt::format(
        "{}, against {}",
        other.settings.empty() ? other.name : fmt::format("{} with {}", other.name, settings_text(other.settings)),
        result.about.scenario);
  }
  for (const CompareResult::Other& other : result.others) {
    for (const auto* said : {&other.idle, &other.reasons})
      text.notes.insert(text.notes.end(), said->begin(), said->end());
    for (std::size_t s = 0; s < result.series.size(); ++s) {
      const bool first = result.series[s].metric == result.series.front().metric;
      if (!first || !result.series[s].period.is_year() || !other.differences[s]) continue;
      const std::string sentence = difference_sentence(result.about, result.series[s], *other.differences[s]);
      text.headline.push_back(result.others.size() > 1 ? fmt::format("{}: {}", other.name, sentence) : sentence);
    }
  }
  return report_page(text, json_text(with_titles(comparison_data(result), "compare", result.about)));
}

std::string sweep_report(const SweepResult& result) {
  std::vector<std::string> names;
  for (const SweepAxis& axis : result.axes) {
    if (axis.values.size() > 1) names.push_back(axis.name);
  }
  return report_page({.title = fmt::format("{}, over {}", result.about.scenario, fmt::join(names, " and ")),
                      .facts = fmt::format("{} points, {}", result.points.size(), facts_of(result.about))},
                     json_text(with_titles(sweep_data(result), "sweep", result.about)));
}

std::string tornado_report(const TornadoResult& result) {
  const FigureFormat format = format_of_differences(result.series, result.level.p50);
  PageText text{.title = fmt::format("What moves {} of {}", title_of(result.about, result.series.metric),
                                     to_string(result.series.period)),
                .facts = fmt::format("{}, {}", result.about.scenario, facts_of(result.about))};
  if (!result.bars.empty()) {
    text.headline.push_back(
        fmt::format("{} {} as it is; {} moves it most: {} at its {}, {} at its {}.", format.figure(result.level.p50),
                    format.unit, result.bars.front().name,
                    signed_figure(format, result.bars.front().at_low.median.value), result.by_group ? "worst" : "p10",
                    signed_figure(format, result.bars.front().at_high.median.value), result.by_group ? "best" : "p90"));
  }
  Json data = with_titles(tornado_data(result), "tornado", result.about);
  data["title"] = title_of(result.about, result.series.metric);
  return report_page(text, json_text(data));
}

std::string why_report(const WhyResult& result) {
  PageText text{
      .title = fmt::format("Why {} moved", result.about.scenario),
      .facts = fmt::format("from {} to {}, {} paths with the same draws, seed {}", to_string(result.about.as_of),
                           to_string(result.to), with_thousands(result.about.paths), result.about.seed)};
  for (const Waterfall& waterfall : result.waterfalls) {
    const FigureFormat format = FigureFormat::for_unit(waterfall.unit, std::abs(waterfall.from.value));
    text.headline.push_back(fmt::format("{} of {}: {} {}, then {} ({}).", title_of(result.about, waterfall.metric),
                                        to_string(waterfall.period), format.figure(waterfall.from.value), format.unit,
                                        format.figure(waterfall.to().value),
                                        signed_figure(format, waterfall.change.value)));
  }
  return report_page(text, json_text(with_titles(why_data(result), "why", result.about)));
}

}  // namespace wafercast
