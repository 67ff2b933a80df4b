#include <wafercast/insight/lessons.hpp>

#include <wafercast/simulation/simulate.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr double least_moved = 0.02;  ///< nats
constexpr int quarter_shown = 3;      ///< of a driver that moves in time: a year ahead

int last_slice(const Plan& plan) {
  return Slices::horizon + std::min(quarter_shown, plan.slices.quarters - 1);
}

/// Values of all drivers in one slice: a row a path, a column a driver.
Eigen::MatrixXd draw_drivers(const Plan& plan, const Model& model, const Sampler& sampler, std::int64_t paths,
                             Threads threads) {
  const auto drivers = static_cast<Eigen::Index>(plan.drivers.size());
  Eigen::MatrixXd values(paths, drivers);
  std::vector<std::unique_ptr<BlockRunner>> runners;
  for (int slot = 0; slot < worker_slots(threads); ++slot) {
    runners.push_back(std::make_unique<BlockRunner>(plan, model, sampler));
  }
  parallel_for(paths / block_lanes, threads, [&](int slot, std::int64_t block) {
    BlockRunner& runner = *runners[static_cast<std::size_t>(slot)];
    runner.run(static_cast<std::uint64_t>(block * block_lanes), block_lanes);
    for (Eigen::Index d = 0; d < drivers; ++d) {
      values.col(d).segment(block * block_lanes, block_lanes) =
          runner.drivers()(static_cast<int>(d), last_slice(plan)).matrix();
    }
  });
  return values;
}

/// To a scale on which a driver is roughly normal.
double unbounded(Support support, double value) {
  constexpr double least = 1e-12;
  switch (support) {
    case Support::positive:
      return std::log(std::max(value, least));
    case Support::fraction:
      return std::log(std::max(value, least)) - std::log(std::max(1.0 - value, least));
    case Support::real:
      break;
  }
  return value;
}

struct Moments {
  double mean, sd;
};

Moments moments(const Eigen::VectorXd& values) {
  const double mean = values.mean();
  return {mean, std::sqrt((values.array() - mean).square().mean())};
}

/// KL(N(q) ‖ N(p)) = ln(p.sd / q.sd) + (q.sd² + (q.mean − p.mean)²) / 2 p.sd² − ½.
double divergence(const Moments& q, const Moments& p) {
  const double ratio = q.sd / p.sd;
  const double shift = (q.mean - p.mean) / p.sd;
  return 0.5 * (ratio * ratio + shift * shift - 1.0) - std::log(ratio);
}

Lesson::Range range(Eigen::VectorXd values) {
  const auto quantile = [&](double p) {
    auto* at = values.data() + static_cast<Eigen::Index>(p * static_cast<double>(values.size() - 1));
    std::nth_element(values.data(), at, values.data() + values.size());
    return *at;
  };
  return {quantile(0.05), quantile(0.5), quantile(0.95)};
}

}  // namespace

std::vector<Lesson> lessons(const Plan& plan, const Model& model, const Sampler& prior, const Sampler& posterior,
                            std::int64_t paths, std::size_t most, Threads threads) {
  const Eigen::MatrixXd before = draw_drivers(plan, model, prior, paths, threads);
  const Eigen::MatrixXd after = draw_drivers(plan, model, posterior, paths, threads);
  std::vector<Lesson> all;
  for (Eigen::Index d = 0; d < before.cols(); ++d) {
    const DriverSpec& spec = model.drivers()[static_cast<std::size_t>(d)];
    const PlannedDriver& driver = plan.drivers[static_cast<std::size_t>(d)];
    if (driver.certain) continue;
    const auto scale = [&](double value) { return unbounded(spec.support, value); };
    const Moments p = moments(before.col(d).unaryExpr(scale));
    const Moments q = moments(after.col(d).unaryExpr(scale));
    if (!(p.sd > 0.0) || !(q.sd > 0.0)) continue;
    const double moved = divergence(q, p);
    if (moved < least_moved) continue;
    all.push_back({spec.name, spec.unit,
                   driver.moves ? std::optional(last_slice(plan) - Slices::horizon) : std::nullopt,
                   range(before.col(d)), range(after.col(d)), moved});
  }
  std::ranges::stable_sort(all, std::ranges::greater(), &Lesson::moved);
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace wafercast
