#include <engine/scenario/score.hpp>

namespace wafercast {

std::vector<std::string> usual_metrics(const Score& score) {
  std::vector<std::string> metrics;
  for (const std::string& metric : {score.sales, score.margin}) {
    if (!metric.empty()) metrics.push_back(metric);
  }
  return metrics;
}

}  // namespace wafercast
