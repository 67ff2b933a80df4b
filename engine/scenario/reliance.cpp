#include <engine/scenario/reliance.hpp>

#include <engine/core/digest.hpp>
#include <engine/core/suggest.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace wafercast {
namespace {

/// Whether a metric is scored, or is the growth of one that is: revenue_growth_yoy.
bool is_scored(const Score& score, const std::string& metric) {
  const auto is_of = [&](const Score::Named& named) {
    return metric == named.metric || metric.starts_with(named.metric + "_growth_");
  };
  return std::ranges::any_of(score.named, is_of);
}

/// All that is learnt from by its names; the figures are in the digest of the evidence already.
std::string names_in(const Conditioning& conditioning) {
  std::string names;
  for (const ReportedEvidence& reported : conditioning.reported) names += fmt::format("reported {}\n", reported.metric);
  for (const TrendEvidence& trend : conditioning.trends)
    names += fmt::format("{}trend {}\n", trend.pool.empty() ? "" : "pooled ", trend.metric);
  for (const StatementEvidence& said : conditioning.statements) {
    names += fmt::format("said {} {} {}\n", said.metric, to_string(said.period), to_string(said.said));
  }
  return names;
}

}  // namespace

std::string_view name_of(Reliance reliance) {
  switch (reliance) {
    case Reliance::both:
      return "both";
    case Reliance::beliefs:
      return "beliefs";
    case Reliance::record:
      break;
  }
  return "record";
}

Reliance read_reliance(const std::string& text) {
  using enum Reliance;
  std::vector<std::string> names;
  for (const Reliance reliance : {both, beliefs, record}) {
    names.emplace_back(name_of(reliance));
    if (text == names.back()) return reliance;
  }
  const std::string meant = did_you_mean(text, names);
  throw InputError(Diagnostic{{"--rely-on", 0, 0},
                              fmt::format("a forecast cannot rely on '{}'", text),
                              meant.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : meant});
}

bool is_of_the_company(const StatementEvidence& said, const Score& score, FiscalQuarter last_reported) {
  return said.period.last_quarter() > last_reported && is_scored(score, said.metric);
}

Conditioning relying_on(Reliance reliance, Conditioning conditioning, const Score& score, FiscalQuarter last_reported) {
  switch (reliance) {
    case Reliance::both:
      break;
    case Reliance::beliefs:
      conditioning.trends.clear();
      std::erase_if(conditioning.statements,
                    [&](const StatementEvidence& said) { return is_of_the_company(said, score, last_reported); });
      break;
    case Reliance::record:
      conditioning.reported.clear();
      conditioning.statements.clear();
      for (TrendEvidence& trend : conditioning.trends) trend.pool.clear();
      break;
  }
  return conditioning;
}

std::string digest_of_part(const Conditioning& part, const Scenario& scenario) {
  return digest_of(fmt::format("{}\n{}\n{} {}", scenario.evidence_digest, names_in(part), part.members, part.groups));
}

Scenario learning_from(Conditioning part, Scenario scenario) {
  scenario.evidence_digest = digest_of_part(part, scenario);
  scenario.conditioning = std::move(part);
  return scenario;
}

Scenario relying_on(Reliance reliance, Scenario scenario) {
  if (reliance == Reliance::both) return scenario;
  if (reliance == Reliance::record && (!scenario.conditioning || scenario.conditioning->trends.empty())) {
    throw InputError(Diagnostic{{scenario.file, 0, 0},
                                "the scenario has no trend of the record to rely on",
                                "state one under 'observe: condition: trends', or leave out --rely-on"});
  }
  if (scenario.conditioning) {
    Conditioning part = relying_on(reliance, *scenario.conditioning, scenario.score, scenario.last_reported);
    scenario = learning_from(std::move(part), std::move(scenario));
  }
  scenario.name += fmt::format(", {} alone", name_of(reliance));
  return scenario;
}

}  // namespace wafercast
