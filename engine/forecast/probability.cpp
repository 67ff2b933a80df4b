#include <engine/forecast/probability.hpp>

#include <cmath>

namespace wafercast {

Estimate share_of(std::int64_t hits, std::int64_t paths) {
  const auto counted = static_cast<double>(paths);
  const double smoothed = (static_cast<double>(hits) + 2.0) / (counted + 4.0);
  return {static_cast<double>(hits) / counted, std::sqrt(smoothed * (1.0 - smoothed) / (counted + 4.0))};
}

}  // namespace wafercast
