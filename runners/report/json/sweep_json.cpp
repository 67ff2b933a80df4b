#include <runners/report/json/sweep_json.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/json/difference_json.hpp>

namespace wafercast {

using Json = nlohmann::ordered_json;

Json sweep_data(const SweepResult& result) {
  Json axes = Json::array();
  for (const SweepAxis& axis : result.axes) axes.push_back({{"name", axis.name}, {"values", axis.values}});
  Json points = Json::array();
  for (const SweepResult::Point& point : result.points) {
    points.push_back(
        {{"set", settings_json(point.settings)}, {"metrics", differences_json(result.series, point.differences)}});
  }
  return {{"sweep", 1},
          {"scenario", result.about.scenario},
          {"file", result.file},
          {"as_of", to_string(result.about.as_of)},
          {"paths", result.about.paths},
          {"failed_paths", result.about.failed_paths},
          {"seed", result.about.seed},
          {"axes", std::move(axes)},
          {"points", std::move(points)}};
}

std::string sweep_json(const SweepResult& result) {
  return json_text(sweep_data(result), 2);
}

}  // namespace wafercast
