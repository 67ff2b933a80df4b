#pragma once

#include <wafercast/simulation/plan.hpp>

#include <cstdint>
#include <string>

namespace wafercast {

/// Simulates one path and lists its events, drivers and metrics, a line each with a column a quarter: what to look at
/// when a path failed or surprised.
std::string list_path(const Scenario& scenario, const Plan& plan, const Model& model, const Sampler& sampler,
                      std::uint64_t path);

}  // namespace wafercast
