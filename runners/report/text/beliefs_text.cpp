#include <runners/report/text/beliefs_text.hpp>

#include <runners/report/text/bridge_text.hpp>
#include <runners/report/text/figures.hpp>
#include <runners/report/text/sections.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace wafercast {
namespace {

/// The forecast that pools both; nothing where the metric was not forecast.
std::optional<ValueRange> pooled(const EachAlone& alone, const Forecast& forecast) {
  const auto metric = std::ranges::find(forecast.metrics, alone.metric, &MetricForecast::name);
  if (metric == forecast.metrics.end()) return std::nullopt;
  const auto found = metric->periods.find(alone.period);
  if (found == metric->periods.end() || found->second.paths == 0) return std::nullopt;
  const auto& quantiles = found->second.quantiles;
  return ValueRange{quantiles.at(0.05).value, quantiles.at(0.5).value, quantiles.at(0.95).value};
}

/// Whole billions say enough of a year; small figures and shares keep their decimals.
FigureFormat coarse_format(const EachAlone& alone, const ValueRange& both) {
  constexpr double large = 100.0;
  FigureFormat format = FigureFormat::for_unit(alone.unit, std::abs(both.p50));
  if (std::abs(both.p50) * format.factor >= large && !format.is_share) format.decimals = 0;
  return format;
}

std::string title_of(const std::string& metric, const RunDescription& run) {
  const auto named = run.metric_titles.find(metric);
  return in_words(named == run.metric_titles.end() ? metric : named->second);
}

std::string with_range(const ValueRange& range, const FigureFormat& format) {
  return fmt::format("{} ({}–{})", format.figure(range.p50), format.figure(range.p5), format.figure(range.p95));
}

/// "Four quarters ahead beliefs fell short by 18% in 13 forecasts, and weigh 7%."
std::string earned_sentence(const std::vector<Earned>& pooled) {
  const auto year = std::ranges::find(pooled, 4, &Earned::quarters_ahead);
  if (year == pooled.end() || year->forecasts == 0) return {};
  return fmt::format("Four quarters ahead beliefs {} by {:.0f}% in {} forecasts, and weigh {:.0f}%.",
                     year->bias > 0.0 ? "fell short" : "went too far", 100.0 * std::abs(std::expm1(-year->bias)),
                     year->forecasts, 100.0 * year->weight);
}

/// "cowos.capacity of FY28Q4 from 196 to 257 k wafer/month"
std::string moved_text(const Lesson& lesson, const RunDescription& run) {
  const FigureFormat format = lesson_format(lesson);
  const std::string when = lesson.quarter ? " of " + to_string(run.first_quarter() + *lesson.quarter) : "";
  const std::string unit = format.unit.empty() ? "" : " " + format.unit;
  return fmt::format("{}{} from {} to {}{}", lesson.driver, when, format.figure(lesson.prior.p50),
                     format.figure(lesson.posterior.p50), unit);
}

}  // namespace

std::optional<ThreeTexts> three_texts(const EachAlone& alone, const Forecast& forecast) {
  const auto both = pooled(alone, forecast);
  if (!both) return std::nullopt;
  const FigureFormat format = coarse_format(alone, *both);
  return ThreeTexts{format.unit, with_range(alone.beliefs, format), with_range(alone.record, format),
                    with_range(*both, format)};
}

FigureFormat lesson_format(const Lesson& lesson) {
  const double largest = std::max(std::abs(lesson.prior.p95), std::abs(lesson.posterior.p95));
  if (lesson.unit != "fraction" || largest < 1.0) return FigureFormat::for_unit(lesson.unit, largest);
  FigureFormat index;  // a fraction that is an index around one
  index.decimals = 2;
  return index;
}

std::vector<std::string> contradiction_sentences(const RunDescription& run) {
  const BeliefsAndRecord& both = run.beliefs_and_record;
  std::vector<std::string> sentences;
  if (both.unnamed) {
    sentences.push_back(
        fmt::format("What has no name ({}) multiplies {} by {:.2f}, nine in ten between {:.2f} and {:.2f}: the data "
                    "contradict what "
                    "is believed.",
                    both.unnamed->driver, to_string(both.unnamed->period), both.unnamed->factor.p50,
                    both.unnamed->factor.p5, both.unnamed->factor.p95));
  }
  std::string moved;
  for (const Lesson& lesson : both.contradicted) moved += (moved.empty() ? "" : "; ") + moved_text(lesson, run);
  if (moved.empty()) return sentences;
  sentences.push_back(both.unnamed ? fmt::format("Beliefs that have one give way by {:.1f} sd at most: {}.",
                                                 std::abs(both.contradicted.front().sigmas), moved)
                                   : fmt::format("The data move most: {}.", moved));
  return sentences;
}

std::vector<std::string> belief_sentences(const Forecast& forecast, const RunDescription& run) {
  std::vector<std::string> sentences;
  for (const EachAlone& alone : run.beliefs_and_record.alone) {
    if (!alone.period.is_year() || run.brief.empty() || alone.metric != run.brief.front()) continue;
    const auto both = pooled(alone, forecast);
    if (!both) continue;
    const FigureFormat format = coarse_format(alone, *both);
    sentences.push_back(fmt::format("{}: beliefs alone {}, the record alone {}, together {}.", to_string(alone.period),
                                    with_range(alone.beliefs, format), format.figure(alone.record.p50),
                                    format.figure(both->p50)));
  }
  if (std::string earned = earned_sentence(run.beliefs_and_record.pooled); !earned.empty() && !sentences.empty())
    sentences.push_back(std::move(earned));
  if (std::string why = bridge_sentence(run); !why.empty()) sentences.push_back(std::move(why));
  return sentences;
}

std::string beliefs_section(const Forecast& forecast, const RunDescription& run, Colours colours) {
  bool any = false;
  TextGrid grid({Align::left, Align::left, Align::right, Align::right, Align::right, Align::left});
  grid.shorten(0, table_columns);
  grid.line({"By beliefs alone, by the record alone, and by both", Style::strong});
  grid.row({{}, {}, {"beliefs", Style::faint}, {"record", Style::faint}, {"together: p50 (p5–p95)", Style::faint}, {}});
  for (const EachAlone& alone : run.beliefs_and_record.alone) {
    const auto texts = alone.period.is_year() ? three_texts(alone, forecast) : std::nullopt;
    if (!texts) continue;
    any = true;
    grid.row({{title_of(alone.metric, run)},
              {to_string(alone.period), Style::faint},
              {texts->beliefs},
              {texts->record},
              {texts->together, Style::strong},
              {texts->unit, Style::faint}});
  }
  return any ? grid.text(colours) : "";
}

TakesTexts takes_texts(const Requirement& requirement) {
  const double largest = std::max(std::abs(requirement.forecast.p95), std::abs(requirement.believed.p95));
  const FigureFormat format = FigureFormat::for_unit(requirement.unit, largest);
  std::string said;
  for (const Requirement::Said& one : requirement.said)
    said += fmt::format("{}{} on {}", said.empty() ? "" : ", ", format.figure(one.value), to_string(one.day));
  return {format.unit, with_range(requirement.forecast, format), with_range(requirement.believed, format), said};
}

std::string takes_section(const RunDescription& run, Colours colours) {
  if (run.beliefs_and_record.takes.empty()) return {};
  TextGrid grid({Align::left, Align::left, Align::left, Align::right, Align::right, Align::left, Align::left});
  grid.shorten(6, table_columns);
  grid.line({"What it takes", Style::strong});
  grid.row(
      {{}, {}, {}, {"it takes: p50 (p5–p95)", Style::faint}, {"believed", Style::faint}, {}, {"said", Style::faint}});
  bool any_outside = false;
  for (const Requirement& one : run.beliefs_and_record.takes) {
    const TakesTexts texts = takes_texts(one);
    any_outside = any_outside || one.is_outside;
    grid.row({{shortened(title_of(one.metric, run), 30)},
              {to_string(one.period), Style::faint},
              {shortened(texts.unit, 14), Style::faint},
              {texts.forecast, Style::strong},
              {texts.believed},
              {one.is_outside ? "!" : "", Style::accent},
              {texts.said, Style::faint}});
  }
  if (any_outside) grid.line({"! the median lies outside nine in ten of what is believed", Style::faint});
  return grid.text(colours);
}

}  // namespace wafercast
