#pragma once

#include <wafercast/core/parallel.hpp>
#include <wafercast/simulation/plan.hpp>

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace wafercast {

/// The values of some series on paths 0 … paths − 1: a row a path, a column a series (rows of Plan::series). For
/// questions that need single paths; memory grows with them. Same bits for any number of threads.
Eigen::MatrixXd draw_series(const Plan& plan, const Model& model, const Sampler& sampler,
                            const std::vector<int>& series, std::int64_t paths, Threads threads);

}  // namespace wafercast
