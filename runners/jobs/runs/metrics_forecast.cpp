#include <runners/jobs/runs/metrics_forecast.hpp>

#include <runners/jobs/runs/run.hpp>

#include <utility>

namespace wafercast {

std::optional<MetricsForecast> forecast_metrics(const Prepared& prepared, const std::vector<std::string>& metrics,
                                                std::int64_t paths, Threads threads, const Callbacks& callbacks) {
  auto counted = count_paths(prepared, rows_of_metrics(metrics, prepared.scenario, prepared.plan),
                             {.first = 0, .count = paths}, threads, callbacks);
  if (!counted) return std::nullopt;
  Forecast forecast = forecast_of(prepared, *counted, threads);
  return MetricsForecast{std::move(forecast), std::move(counted->summary)};
}

}  // namespace wafercast
