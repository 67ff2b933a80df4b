#pragma once

#include <engine/forecast/forecast.hpp>
#include <engine/forecast/summary.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A forecast of some metrics alone, with the answers to the scenario's questions and nothing that reports add.
struct MetricsForecast {
  Forecast forecast;
  Summary summary;  ///< what was counted; parts of the same choice add up
};

/// Every figure is that of a whole run to the bit. Nothing when it was stopped. Metrics that the scenario does not
/// forecast are left out.
std::optional<MetricsForecast> forecast_metrics(const Prepared& prepared, const std::vector<std::string>& metrics,
                                                std::int64_t paths, Threads threads, const Callbacks& callbacks);

}  // namespace wafercast
