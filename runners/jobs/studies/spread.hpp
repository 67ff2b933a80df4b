#pragma once

#include <engine/insight/spread.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

struct SpreadRequest {
  ScenarioRequest scenario;
  std::vector<std::string> metrics{};  ///< none: sales and margin
  std::vector<std::string> periods{};  ///< none: the next fiscal year
  std::int64_t paths = 16'384;
};

struct SpreadResult {
  Explanation about;
  Spreads spreads;
};

/// Where the variance of a forecast comes from, by group of drivers. Throws InputError.
SpreadResult spread(const SpreadRequest& request);

}  // namespace wafercast
