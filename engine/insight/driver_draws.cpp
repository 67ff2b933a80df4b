#include <engine/insight/driver_draws.hpp>

#include <engine/core/sample_quantile.hpp>
#include <engine/simulation/simulate.hpp>

#include <algorithm>
#include <stdexcept>

namespace wafercast {

Eigen::MatrixXd draw_drivers(const Plan& plan, const Model& model, const Sampler& sampler,
                             const std::vector<DriverPoint>& points, std::int64_t paths, Threads threads) {
  if (paths % block_lanes != 0) throw std::invalid_argument("drivers are drawn in whole blocks of paths");
  Eigen::MatrixXd values(paths, static_cast<Eigen::Index>(points.size()));
  std::vector<std::unique_ptr<BlockRunner>> runners;
  for (int slot = 0; slot < worker_slots(threads); ++slot) {
    runners.push_back(std::make_unique<BlockRunner>(plan, model, sampler));
  }
  parallel_for(paths / block_lanes, threads, [&](int slot, std::int64_t block) {
    const DriverBlock& drivers =
        runners[static_cast<std::size_t>(slot)]->run_drivers(static_cast<std::uint64_t>(block * block_lanes));
    for (std::size_t p = 0; p < points.size(); ++p) {
      values.col(static_cast<Eigen::Index>(p)).segment(block * block_lanes, block_lanes) =
          drivers(points[p].driver, points[p].slice).matrix();
    }
  });
  return values;
}

ValueRange range_of(std::span<const double> values) {
  std::vector<double> chosen(values.begin(), values.end());
  const auto at = [&](double p) { return select_quantile(chosen, p); };
  const double median = at(0.5);
  return {at(0.05), median, at(0.95)};
}

}  // namespace wafercast
