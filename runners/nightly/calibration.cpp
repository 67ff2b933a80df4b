#include <runners/nightly/calibration.hpp>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

double pit_of(const StoredFigure& figure, double outcome) {
  const auto& q = figure.quantiles;
  if (outcome <= q.front()) return stored_probabilities.front() * (outcome < q.front() ? 0.5 : 1.0);
  if (outcome >= q.back()) return 1.0 - (1.0 - stored_probabilities.back()) * (outcome > q.back() ? 0.5 : 1.0);
  const auto above = static_cast<std::size_t>(std::ranges::upper_bound(q, outcome) - q.begin());
  const double part = (outcome - q[above - 1]) / (q[above] - q[above - 1]);
  return std::lerp(stored_probabilities[above - 1], stored_probabilities[above], part);
}

double crps_of(const StoredFigure& figure, double outcome) {
  double sum = 0.0;
  for (std::size_t i = 0; i < figure.quantiles.size(); ++i) {
    const double miss = outcome - figure.quantiles[i];
    sum += miss * (stored_probabilities[i] - (miss < 0.0 ? 1.0 : 0.0));
  }
  return 2.0 * sum / static_cast<double>(figure.quantiles.size());
}

}  // namespace

std::vector<ScoredNight> record_of(const PlanKey& plan, const UnitOutcome& outcome, Store& store) {
  std::vector<ScoredNight> record;
  for (const Reported& reported : outcome.reported) {
    const std::vector<HistoryPoint> points = store.history(plan, outcome.subject, reported.metric, reported.period);
    const HistoryPoint* last = nullptr;
    for (const HistoryPoint& point : points) {
      if (point.as_of < reported.published) last = &point;
    }
    if (last == nullptr) continue;
    const auto& q = last->figure.quantiles;
    record.push_back({reported.metric, last->figure.unit, reported.period, last->started, last->as_of,
                      reported.published, last->figure, reported.value, pit_of(last->figure, reported.value),
                      crps_of(last->figure, reported.value), reported.value >= q[1] && reported.value <= q[5]});
  }
  return record;
}

double chance_of_so_few(const std::vector<ScoredNight>& record) {
  constexpr double covered = 0.9;
  const auto n = static_cast<int>(record.size());
  const auto inside = static_cast<int>(std::ranges::count(record, true, &ScoredNight::in_90));
  double chance = 0.0;
  for (int k = 0; k <= inside; ++k) {
    const double ways = std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
    chance += std::exp(ways + k * std::log(covered) + (n - k) * std::log1p(-covered));
  }
  return n == 0 ? 1.0 : std::min(chance, 1.0);
}

}  // namespace wafercast
