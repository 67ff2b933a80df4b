#pragma once

#include <runners/jobs/spread.hpp>
#include <runners/jobs/why.hpp>

#include <string>

namespace wafercast {

/// What `spread` and `why` found, for programs.
std::string spread_json(const SpreadResult& result);
std::string why_json(const WhyResult& result);

}  // namespace wafercast
