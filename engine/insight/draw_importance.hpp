#pragma once

#include <engine/core/parallel.hpp>
#include <engine/simulation/plan.hpp>

#include <cstdint>
#include <vector>

namespace wafercast {

/// How much each draw of a plan moves some series (rows of Plan::series): the sum over these of its squared correlation
/// with them, on the first paths of a sampler whose draws are independent. A path on which a series is not finite
/// counts as that series' mean. Same bits for any number of threads.
std::vector<double> draw_importance(const Plan& plan, const Model& model, const Sampler& sampler,
                                    const std::vector<int>& series, std::int64_t paths, Threads threads);

}  // namespace wafercast
