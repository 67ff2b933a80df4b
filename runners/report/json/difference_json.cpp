#include <runners/report/json/difference_json.hpp>

#include <runners/report/json/estimate_json.hpp>
namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Json difference_json(const Difference& difference) {
  return {{"paths", difference.paths},
          {"before", json_of(difference.before)},
          {"after", json_of(difference.after)},
          {"median_change", json_of(difference.median)},
          {"mean_change", json_of(difference.mean)},
          {"change",
           {{"p5", difference.p5},
            {"p25", difference.p25},
            {"p50", difference.p50},
            {"p75", difference.p75},
            {"p95", difference.p95}}},
          {"histogram", {{"p1", difference.low}, {"p99", difference.high}, {"counts", difference.histogram}}},
          {"higher", json_of(difference.higher)},
          {"lower", json_of(difference.lower)},
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
