#include <engine/insight/supposed.hpp>

#include <cmath>
#include <engine/insight/driver_draws.hpp>

namespace wafercast {
namespace {

/// How far two ranges lie apart, relative to the first.
double distance(const ValueRange& before, const ValueRange& after) {
  const double size = std::max(std::abs(before.p50), before.p95 - before.p5);
  const double moved =
      std::abs(after.p50 - before.p50) + std::abs(after.p5 - before.p5) + std::abs(after.p95 - before.p95);
  return size > 0.0 ? moved / size : moved;
}

}  // namespace

std::vector<SupposedDriver> supposed_drivers(const PlanAndSampler& believed, const PlanAndSampler& supposed,
                                             const Model& model, std::int64_t paths, Threads threads) {
  const int quarters = supposed.plan.timeline.quarters();
  std::vector<DriverPoint> points;
  for (std::size_t d = 0; d < supposed.plan.drivers.size(); ++d) {
    if (!supposed.plan.drivers[d].supposed) continue;
    for (int q = 0; q < quarters; ++q) points.push_back({static_cast<int>(d), Timeline::horizon + q});
  }
  if (points.empty()) return {};
  const Eigen::MatrixXd before = draw_drivers(believed.plan, model, believed.sampler, points, paths, threads);
  const Eigen::MatrixXd after = draw_drivers(supposed.plan, model, supposed.sampler, points, paths, threads);
  std::vector<SupposedDriver> all;
  for (std::size_t p = 0; p < points.size(); ++p) {
    const auto column = static_cast<Eigen::Index>(p);
    const DriverSpec& spec = model.drivers()[static_cast<std::size_t>(points[p].driver)];
    const int quarter = points[p].slice - Timeline::horizon;
    const SupposedDriver here{spec.name, spec.unit, quarter, range_of(values_of(before, column)),
                              range_of(values_of(after, column))};
    if (quarter == 0) {
      all.push_back(here);
    } else if (distance(here.before, here.after) > 1.001 * distance(all.back().before, all.back().after)) {
      all.back() = here;
    }
  }
  return all;
}

}  // namespace wafercast
