#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>

namespace wafercast {

/// A forecast as somebody asks for it.
struct RunRequest {
  ScenarioRequest scenario;
  std::int64_t paths = 100'000;
};

struct RunResult {
  Forecast forecast;
  RunDescription description;
};

}  // namespace wafercast
