#include <engine/scenario/score.hpp>

#include <algorithm>

namespace wafercast {

bool is_flow(const Score& score, const std::string& metric) {
  return std::ranges::find(score.flows, metric) != score.flows.end();
}

std::vector<std::string> usual_metrics(const Score& score) {
  std::vector<std::string> metrics;
  for (const std::string& metric : {score.sales, score.margin}) {
    if (!metric.empty()) metrics.push_back(metric);
  }
  return metrics;
}

}  // namespace wafercast
