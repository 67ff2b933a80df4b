#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>

namespace wafercast {

/// What is told beside the figures of a forecast.
enum class Told {
  usual,
  beliefs_and_record  ///< too: it takes learning several times more
};

/// A forecast as somebody asks for it.
struct RunRequest {
  ScenarioRequest scenario;
  std::int64_t paths = 100'000;
  Told told = Told::usual;
};

struct RunResult {
  Forecast forecast;
  RunDescription description;
};

}  // namespace wafercast
