#include <runners/jobs/runs/each_alone.hpp>

#include <engine/scenario/reliance.hpp>
#include <runners/jobs/runs/learnt_in_part.hpp>

#include <algorithm>

namespace wafercast {

bool pools_both(const Prepared& prepared, const ScenarioRequest& request) {
  return request.reliance == Reliance::both && prepared.learnt && !prepared.scenario.conditioning->trends.empty();
}

std::vector<EachAlone> each_alone(const Prepared& prepared, const ScenarioRequest& request,
                                  const std::vector<std::string>& metrics) {
  std::vector<int> rows;
  for (int row = 0; row < static_cast<int>(prepared.plan.series.size()); ++row) {
    const SeriesKey& key = prepared.plan.series[static_cast<std::size_t>(row)];
    if (std::ranges::find(metrics, key.metric) != metrics.end()) rows.push_back(row);
  }
  const Scenario& scenario = prepared.scenario;
  const LearntInPart part(prepared, request);
  const auto by = [&](Reliance reliance) {
    return part.forecast(relying_on(reliance, *scenario.conditioning, scenario.score, scenario.last_reported), rows);
  };
  const auto beliefs = by(Reliance::beliefs);
  const auto record = beliefs ? by(Reliance::record) : std::nullopt;
  if (!record) return {};
  std::vector<EachAlone> alone;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const SeriesKey& key = prepared.plan.series[static_cast<std::size_t>(rows[r])];
    alone.push_back({key.metric, key.unit, key.period, (*beliefs)[r], (*record)[r]});
  }
  return alone;
}

}  // namespace wafercast
