#pragma once

#include <runners/jobs/studies/compare.hpp>

#include <string>

namespace wafercast {

std::string comparison_json(const CompareResult& result);

std::string scenario_differences_json(const std::vector<ScenarioDifference>& differences);

}  // namespace wafercast
