#include <runners/jobs/runs/bridge.hpp>

#include <engine/scenario/reliance.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace wafercast {
namespace {

/// The number of the term of this name, which is added where it is not there yet.
std::size_t term_named(BridgeTerms& terms, const std::string& name) {
  const auto found = std::ranges::find(terms.names, name);
  if (found != terms.names.end()) return static_cast<std::size_t>(found - terms.names.begin());
  terms.names.push_back(name);
  return terms.names.size() - 1;
}

/// What is learnt of the terms that `is_in`.
Conditioning part_of(const Conditioning& whole, const BridgeTerms& terms,
                     const std::function<bool(std::size_t)>& is_in) {
  Conditioning part = whole;
  if (!is_in(terms.reported)) {
    part.reported.clear();
    for (TrendEvidence& trend : part.trends) trend.pool.clear();  // beliefs earned their weight with reported quarters
  }
  if (!is_in(terms.trends)) part.trends.clear();
  part.statements.clear();
  for (std::size_t s = 0; s < whole.statements.size(); ++s) {
    if (is_in(terms.statements[s])) part.statements.push_back(whole.statements[s]);
  }
  return part;
}

BridgeTerms terms_by(const Scenario& scenario, const std::string& of_beliefs,
                     const std::function<std::string(const StatementEvidence&)>& name_of_statement) {
  BridgeTerms terms{{of_beliefs, "the record"}, 0, 1, {}};
  for (const StatementEvidence& said : scenario.conditioning->statements)
    terms.statements.push_back(term_named(terms, name_of_statement(said)));
  return terms;
}

}  // namespace

BridgeTerms terms_in_short(const Scenario& scenario) {
  const std::string of_beliefs = "reported quarters";
  return terms_by(scenario, of_beliefs, [&](const StatementEvidence& said) -> std::string {
    return is_of_the_company(said, scenario.score, scenario.last_reported) ? "what the company says" : of_beliefs;
  });
}

BridgeTerms terms_in_full(const Scenario& scenario) {
  return terms_by(scenario, "reported quarters", [&](const StatementEvidence& said) -> std::string {
    if (is_of_the_company(said, scenario.score, scenario.last_reported))
      return fmt::format("{}[{}], said on {}", said.metric, to_string(said.period), to_string(said.said));
    if (said.period.last_quarter() <= scenario.last_reported) return "what was said of past quarters";
    return fmt::format("{}, estimates", said.metric);
  });
}

std::vector<Conditioning> parts_of_bridge(const Conditioning& whole, const BridgeTerms& terms) {
  std::vector<Conditioning> parts{part_of(whole, terms, [](std::size_t) { return false; })};
  for (std::size_t t = 0; t < terms.names.size(); ++t) {
    parts.push_back(part_of(whole, terms, [t](std::size_t term) { return term == t; }));
    parts.push_back(part_of(whole, terms, [t](std::size_t term) { return term != t; }));
  }
  return parts;
}

std::optional<Bridge> bridge(const LearntInPart& in_part, const BridgeTerms& terms, std::size_t series,
                             double forecast) {
  const Scenario& scenario = in_part.whole().scenario;
  in_part.learn(parts_of_bridge(*scenario.conditioning, terms));
  bool contradicts = false;
  const auto median_of = [&](const std::function<bool(std::size_t)>& is_in) {
    const auto ranges = in_part.forecast(part_of(*scenario.conditioning, terms, is_in));
    contradicts = contradicts || !ranges;
    return ranges ? (*ranges)[series].p50 : 0.0;
  };
  const SeriesKey& key = in_part.series(series);
  Bridge bridge{.metric = key.metric, .unit = key.unit, .period = key.period, .forecast = forecast};
  if (const auto expected = scenario.history.expected_at(key.metric, key.period, scenario.as_of))
    bridge.consensus = expected->value;
  bridge.published = median_of([](std::size_t) { return false; });
  double left = forecast - bridge.published;
  for (std::size_t t = 0; t < terms.names.size(); ++t) {
    const double first = median_of([t](std::size_t term) { return term == t; }) - bridge.published;
    const double last = forecast - median_of([t](std::size_t term) { return term != t; });
    bridge.steps.push_back({terms.names[t], (first + last) / 2.0});
    left -= bridge.steps.back().change;
  }
  for (Bridge::Step& step : bridge.steps) step.change += left / static_cast<double>(bridge.steps.size());
  return contradicts ? std::nullopt : std::optional(bridge);
}

}  // namespace wafercast
