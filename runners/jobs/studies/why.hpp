#pragma once

#include <engine/insight/waterfall.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

/// Why a forecast moved between two days. The scenario's own as-of date and cuts do not count.
struct WhyRequest {
  ScenarioRequest scenario;
  Date from;
  Date to;
  std::vector<std::string> metrics{};  ///< none: sales and margin
  std::string period{};                ///< empty: the fiscal year after the one forecast first on `from`
  std::int64_t paths = 65'536;
};

struct WhyResult {
  Explanation about;
  Date to;
  std::vector<Waterfall> waterfalls;  ///< by metric
  std::vector<std::string> notes{};   ///< of quarters of 14 weeks
};

/// Which news moved a forecast from one day's median to another's. What was reported and guided in between is held
/// against what the earlier forecast expected of it: a quarter just as expected moves nothing. Throws InputError.
WhyResult why(const WhyRequest& request);

}  // namespace wafercast
