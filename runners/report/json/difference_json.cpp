#include <runners/report/json/difference_json.hpp>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

Json of(const Estimate& estimate) {
  return {{"value", estimate.value}, {"error", estimate.error}};
}

Json of(const MetricLevel& level) {
  return {{"mean", level.mean}, {"p5", level.p5}, {"p50", level.p50}, {"p95", level.p95}};
}

}  // namespace

Json difference_json(const Difference& difference) {
  return {{"paths", difference.paths},
          {"before", of(difference.before)},
          {"after", of(difference.after)},
          {"median_change", of(difference.median)},
          {"mean_change", of(difference.mean)},
          {"change",
           {{"p5", difference.p5},
            {"p25", difference.p25},
            {"p50", difference.p50},
            {"p75", difference.p75},
            {"p95", difference.p95}}},
          {"histogram", {{"p1", difference.low}, {"p99", difference.high}, {"counts", difference.histogram}}},
          {"higher", of(difference.higher)},
          {"lower", of(difference.lower)},
          {"independent_draws", difference.independent_draws}};
}

Json differences_json(const std::vector<SeriesKey>& series, const std::vector<std::optional<Difference>>& differences) {
  Json metrics = Json::object();
  for (std::size_t s = 0; s < series.size(); ++s) {
    if (!differences[s]) continue;
    metrics[series[s].metric]["unit"] = series[s].unit;
    metrics[series[s].metric]["periods"][to_string(series[s].period)] = difference_json(*differences[s]);
  }
  return metrics;
}

Json settings_json(const std::vector<Setting>& settings) {
  Json json = Json::object();
  for (const Setting& setting : settings) {
    Json& value = json[setting.name];
    if (value.is_null()) {
      value = setting.value;
    } else if (value.is_array()) {
      value.push_back(setting.value);
    } else {
      value = Json::array({value, setting.value});
    }
  }
  return json;
}

}  // namespace wafercast
