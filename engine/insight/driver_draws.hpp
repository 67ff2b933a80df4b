#pragma once

#include <engine/core/parallel.hpp>
#include <engine/insight/drawn_values.hpp>
#include <engine/insight/value_range.hpp>
#include <engine/simulation/plan.hpp>

#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <vector>

namespace wafercast {

/// A driver in a slice of time.
struct DriverPoint {
  int driver;
  int slice;
};

/// The values of some drivers on paths 0 … paths − 1 (a multiple of block_lanes): a row a path, a column a point.
/// Memory grows with them. Same bits for any number of threads.
Eigen::MatrixXd draw_drivers(const Plan& plan, const Model& model, const Sampler& sampler,
                             const std::vector<DriverPoint>& points, std::int64_t paths, Threads threads);

ValueRange range_of(std::span<const double> values);

}  // namespace wafercast
