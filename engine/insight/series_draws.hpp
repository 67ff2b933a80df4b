#pragma once

#include <engine/core/parallel.hpp>
#include <engine/insight/drawn_values.hpp>
#include <engine/simulation/plan.hpp>

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace wafercast {

/// The values of some series on paths 0 … paths − 1: a row a path, a column a series (rows of Plan::series). For
/// questions that need single paths; memory grows with them. Same bits for any number of threads.
Eigen::MatrixXd draw_series(const Plan& plan, const Model& model, const Sampler& sampler,
                            const std::vector<int>& series, std::int64_t paths, Threads threads);

/// How many values stand for a distribution in a backtest.
inline constexpr int equally_likely = 1000;

/// A column of draws as so many ascending values, equally likely; those that are not finite are left out.
std::vector<double> equally_likely_values(const Eigen::MatrixXd& draws, Eigen::Index column);

}  // namespace wafercast
