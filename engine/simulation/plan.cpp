#include <engine/simulation/plan.hpp>

#include <algorithm>

namespace wafercast {

void PlannedDependence::apply(const std::vector<double*>& mixed, const LaneTable& z) const {
  copula.apply(mixed, block_lanes);
  if (tail) tail->apply(mixed, z[tail_row].data(), block_lanes);
}

std::vector<DerivedSeries> derived_for(const Plan& plan, const std::vector<int>& rows) {
  std::vector<bool> needed(plan.series.size(), false);
  const auto need = [&](int row) {
    if (row >= 0) needed[static_cast<std::size_t>(row)] = true;
  };
  std::ranges::for_each(rows, need);
  std::vector<DerivedSeries> kept;
  for (auto series = plan.derived.rbegin(); series != plan.derived.rend(); ++series) {
    if (!needed[static_cast<std::size_t>(series->row)]) continue;
    std::ranges::for_each(series->of, need);
    std::ranges::for_each(series->over, need);
    std::ranges::for_each(series->steps, need, &FormulaStep::row);
    kept.push_back(*series);
  }
  std::ranges::reverse(kept);
  return kept;
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
