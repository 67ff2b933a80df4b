#pragma once

#include <runners/jobs/studies/sweep.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace wafercast {

std::string sweep_json(const SweepResult& result);
nlohmann::ordered_json sweep_data(const SweepResult& result);  ///< the same, before it is text

}  // namespace wafercast
