#include <runners/report/json/estimate_json.hpp>

namespace wafercast {

nlohmann::ordered_json json_of(const Estimate& estimate) {
  return {{"value", estimate.value}, {"error", estimate.error}};
}

nlohmann::ordered_json json_of(const ValueRange& range) {
  return {{"p5", range.p5}, {"p50", range.p50}, {"p95", range.p95}};
}

nlohmann::ordered_json json_of(const MetricLevel& level) {
  return {{"mean", level.mean}, {"p5", level.p5}, {"p50", level.p50}, {"p95", level.p95}};
}

}  // namespace wafercast
