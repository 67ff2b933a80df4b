#include <runners/jobs/runs/each_alone.hpp>

#include <engine/scenario/reliance.hpp>

namespace wafercast {

bool pools_both(const Prepared& prepared, const ScenarioRequest& request) {
  return request.reliance == Reliance::both && prepared.learnt && !prepared.scenario.conditioning->trends.empty();
}

std::vector<EachAlone> each_alone(const LearntInPart& in_part) {
  const Scenario& scenario = in_part.whole().scenario;
  const auto by = [&](Reliance reliance) {
    return in_part.forecast(relying_on(reliance, *scenario.conditioning, scenario.score, scenario.last_reported));
  };
  const auto beliefs = by(Reliance::beliefs);
  const auto record = beliefs ? by(Reliance::record) : std::nullopt;
  if (!record) return {};
  std::vector<EachAlone> alone;
  for (std::size_t s = 0; s < in_part.count(); ++s) {
    const SeriesKey& key = in_part.series(s);
    alone.push_back({key.metric, key.unit, key.period, (*beliefs)[s], (*record)[s]});
  }
  return alone;
}

}  // namespace wafercast
