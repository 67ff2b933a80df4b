// Runs a scenario with the installed libraries and prints the median of a metric.

#include <runners/jobs/runs/run.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  wafercast::RunRequest request{.scenario = {.file = argv[1]}, .paths = 640};
  request.scenario.read.as_of = wafercast::parse_date("2026-09-10");
  const auto result = wafercast::run(request, {});
  const wafercast::MetricForecast& revenue = result->forecast.metrics.front();
  const auto& [period, distribution] = *revenue.periods.begin();
  std::printf("%s %s p50 %.6g\n", revenue.name.c_str(), to_string(period).c_str(),
              distribution.quantiles.at(0.5).value);
}
