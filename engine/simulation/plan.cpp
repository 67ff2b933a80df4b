#include <engine/simulation/plan.hpp>

#include <algorithm>

namespace wafercast {

void PlannedDependence::apply(const std::vector<double*>& mixed, const LaneTable& z) const {
  copula.apply(mixed, block_lanes);
  if (tail) tail->apply(mixed, z[tail_row].data(), block_lanes);
}

int find_series(const Plan& plan, std::string_view metric, const Period& period) {
  const auto found = std::ranges::find_if(
      plan.series, [&](const SeriesKey& key) { return key.metric == metric && key.period == period; });
  return found == plan.series.end() ? -1 : static_cast<int>(found - plan.series.begin());
}

int find_quarter(const Plan& plan, const Model& model, std::string_view metric, int quarter) {
  const auto found = std::ranges::find(model.metrics(), metric, &MetricSpec::name);
  if (found == model.metrics().end()) return -1;
  const int first = plan.series_of_metric[static_cast<std::size_t>(found - model.metrics().begin())];
  return first < 0 ? -1 : first + quarter;
}

}  // namespace wafercast
