#include <engine/insight/lessons.hpp>

#include <engine/insight/driver_draws.hpp>
#include <engine/simulation/simulate.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace wafercast {
namespace {

constexpr double least_moved = 0.02;  ///< nats

std::vector<DriverPoint> all_drivers(const Plan& plan, int quarter) {
  std::vector<DriverPoint> points;
  for (std::size_t d = 0; d < plan.drivers.size(); ++d)
    points.push_back({static_cast<int>(d), Timeline::horizon + quarter});
  return points;
}

/// To a scale on which a driver is roughly normal.
Eigen::ArrayXd unbounded(Support support, const Eigen::ArrayXd& values) {
  constexpr double least = 1e-12;
  switch (support) {
    case Support::positive:
      return values.max(least).log();
    case Support::fraction:
      return values.max(least).log() - (1.0 - values).max(least).log();
    case Support::real:
      break;
  }
  return values;
}

struct Moments {
  double mean, sd;
};

Moments moments(const Eigen::ArrayXd& values) {
  const double mean = values.mean();
  return {mean, std::sqrt((values - mean).square().mean())};
}

/// KL(N(q) ‖ N(p)) = ln(p.sd / q.sd) + (q.sd² + (q.mean − p.mean)²) / 2 p.sd² − ½.
double divergence(const Moments& q, const Moments& p) {
  const double ratio = q.sd / p.sd;
  const double shift = (q.mean - p.mean) / p.sd;
  return 0.5 * (ratio * ratio + shift * shift - 1.0) - std::log(ratio);
}

}  // namespace

std::vector<Lesson> lessons(const Plan& plan, const Model& model, const Sampler& prior, const Sampler& posterior,
                            std::int64_t paths, std::size_t most, int quarter, Threads threads) {
  quarter = std::min(quarter, plan.timeline.quarters() - 1);
  const Eigen::MatrixXd before = draw_drivers(plan, model, prior, all_drivers(plan, quarter), paths, threads);
  const Eigen::MatrixXd after = draw_drivers(plan, model, posterior, all_drivers(plan, quarter), paths, threads);
  std::vector<std::optional<Lesson>> of_driver(static_cast<std::size_t>(before.cols()));
  parallel_for(before.cols(), threads, [&](int, std::int64_t d) {
    const DriverSpec& spec = model.drivers()[static_cast<std::size_t>(d)];
    const PlannedDriver& driver = plan.drivers[static_cast<std::size_t>(d)];
    if (driver.certain) return;
    const Moments p = moments(unbounded(spec.support, before.col(d).array()));
    const Moments q = moments(unbounded(spec.support, after.col(d).array()));
    if (!(p.sd > 0.0) || !(q.sd > 0.0)) return;
    const double moved = divergence(q, p);
    if (moved < least_moved) return;
    of_driver[static_cast<std::size_t>(d)] = Lesson{spec.name,
                                                    spec.unit,
                                                    driver.moves ? std::optional(quarter) : std::nullopt,
                                                    range_of(values_of(before, d)),
                                                    range_of(values_of(after, d)),
                                                    moved,
                                                    (q.mean - p.mean) / p.sd};
  });
  std::vector<Lesson> all;
  for (auto& lesson : of_driver) {
    if (lesson) all.push_back(*std::move(lesson));
  }
  std::ranges::stable_sort(all, std::ranges::greater(), &Lesson::moved);
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace wafercast
