#include <runners/night_report/prometheus.hpp>

#include <engine/core/printable.hpp>
#include <runners/files/output_mark.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace wafercast {
namespace {

/// A label's value: quotes and backslashes have a meaning in the format, and what a terminal obeys is written out.
std::string label(const std::string& text) {
  std::string escaped;
  for (const char c : printable_line(text)) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return "\"" + escaped + "\"";
}

std::string gauge(const char* name, const char* help, const std::string& samples) {
  return fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{2}", name, help, samples);
}

}  // namespace

std::string prometheus_text(const NightResult& result, const NightlyPlan& plan, Store& store, double ended_at) {
  const std::string of = fmt::format("plan={}", label(plan.name));
  std::string units;
  for (const auto state : {UnitOutcome::State::made, UnitOutcome::State::known, UnitOutcome::State::failed}) {
    units += fmt::format("wafercast_nightly_scenarios{{{},state=\"{}\"}} {}\n", of, word_of(state),
                         std::ranges::count(result.units, state, &UnitOutcome::state));
  }
  std::string medians;
  for (const UnitOutcome& unit : result.units) {
    if (!unit.run || !unit.run->error.empty()) continue;
    std::set<std::string> watched;
    for (const Watch& watch : plan.watches) {
      watched.insert(watch.kind == Watch::Kind::crosses ? "question:" + watch.of : watch.of);
    }
    for (const StoredFigure& figure : store.figures_of(unit.run->id)) {
      if (!watched.contains(figure.metric)) continue;
      medians += fmt::format("wafercast_median{{{},scenario={},settings={},metric={},period={},unit={}}} {}\n", of,
                             label(unit.subject.file), label(unit.subject.settings), label(figure.metric),
                             label(figure.period), label(figure.unit), figure.median());
    }
  }
  return std::string(metrics_mark) +
         gauge("wafercast_nightly_ended_timestamp_seconds", "When the night ended.",
               fmt::format("wafercast_nightly_ended_timestamp_seconds{{{}}} {:.0f}\n", of, ended_at)) +
         gauge("wafercast_nightly_scenarios", "Scenarios of the night, by outcome.", units) +
         gauge("wafercast_nightly_alerts", "Alerts of the night.",
               fmt::format("wafercast_nightly_alerts{{{}}} {}\n", of, result.alerts.size())) +
         gauge("wafercast_median", "Medians of watched figures, in base units.", medians);
}

}  // namespace wafercast
