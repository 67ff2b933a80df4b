#include <runners/report/json/bridge_json.hpp>

#include <runners/files/json_text.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {

nlohmann::ordered_json bridge_json(const Bridge& bridge) {
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for (const Bridge::Step& step : bridge.steps) steps.push_back({{"what", step.what}, {"change", step.change}});
  return {{"metric", bridge.metric},
          {"unit", bridge.unit},
          {"period", to_string(bridge.period)},
          {"consensus", json_or_null(bridge.consensus)},
          {"published", bridge.published},
          {"steps", std::move(steps)},
          {"forecast", bridge.forecast}};
}

}  // namespace wafercast
