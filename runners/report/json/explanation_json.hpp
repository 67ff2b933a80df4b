#pragma once

#include <runners/jobs/studies/spread.hpp>
#include <runners/jobs/studies/why.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace wafercast {

/// What `spread` and `why` found, for programs.
std::string spread_json(const SpreadResult& result);
std::string why_json(const WhyResult& result);
nlohmann::ordered_json why_data(const WhyResult& result);  ///< the same, before it is text

}  // namespace wafercast
