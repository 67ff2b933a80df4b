#pragma once

#include <runners/jobs/compare.hpp>

#include <string>

namespace wafercast {

std::string comparison_json(const CompareResult& result);

}  // namespace wafercast
