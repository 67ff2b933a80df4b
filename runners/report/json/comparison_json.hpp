#pragma once

#include <runners/jobs/studies/compare.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace wafercast {

std::string comparison_json(const CompareResult& result);
nlohmann::ordered_json comparison_data(const CompareResult& result);  ///< the same, before it is text

std::string scenario_differences_json(const std::vector<ScenarioDifference>& differences);

}  // namespace wafercast
