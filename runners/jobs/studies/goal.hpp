#pragma once

#include <engine/insight/difference.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/jobs/runs/figure.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// Where something that is set has to stand for a figure to reach a target.
struct GoalRequest {
  ScenarioRequest scenario;
  std::string figure;                    ///< "revenue[FY28]:p50"
  std::string target;                    ///< "450bn"
  std::string vary;                      ///< what is set: "cowos.vendor_share", "cowos.capacity.scale"
  std::optional<std::string> between{};  ///< "0.5..1.5"; absent: what the driver may be, or a half to the double
  std::int64_t paths = 16'384;
};

struct GoalResult {
  struct Trial {
    double value;   ///< that was set
    double figure;  ///< that came of it
  };
  Explanation about;
  std::string figure;  ///< as it was asked for
  std::string vary;
  std::string unit;       ///< of the figure
  std::string vary_unit;  ///< of what was set; empty for factors
  double target = 0.0;
  double now = 0.0;               ///< the figure as the scenario is
  std::optional<Estimate> value;  ///< what reaches the target; absent where nothing between the bounds does
  std::vector<Trial> trials;      ///< ascending in what was set: between which bounds was searched, and how
};

/// Solves on common draws, by Alefeld, Potra and Shi's method between two bounds (Boost.Math). Nothing when it was
/// stopped. Throws InputError.
std::optional<GoalResult> goal(const GoalRequest& request, const Callbacks& callbacks);

}  // namespace wafercast
