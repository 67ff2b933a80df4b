#include <runners/report/csv/sweep_csv.hpp>

#include <runners/report/csv/csv_field.hpp>

#include <fmt/format.h>

namespace wafercast {

std::string sweep_csv(const SweepResult& result) {
  std::string text;
  for (const SweepAxis& axis : result.axes) text += csv_field(axis.name) + ",";
  text +=
      "metric,period,unit,paths,p5,p50,p95,mean,change_p50,change_p50_error,change_mean,change_mean_error,"
      "higher,lower\n";
  for (const SweepResult::Point& point : result.points) {
    std::string start;
    for (const Setting& setting : point.settings) start += csv_field(setting.value) + ",";
    for (std::size_t s = 0; s < result.series.size(); ++s) {
      const auto& difference = point.differences[s];
      if (!difference) continue;
      const SeriesKey& series = result.series[s];
      text += fmt::format("{}{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", start, csv_field(series.metric),
                          to_string(series.period), csv_field(series.unit), difference->paths, difference->after.p5,
                          difference->after.p50, difference->after.p95, difference->after.mean,
                          difference->median.value, difference->median.error, difference->mean.value,
                          difference->mean.error, difference->higher.value, difference->lower.value);
    }
  }
  return text;
}

}  // namespace wafercast
