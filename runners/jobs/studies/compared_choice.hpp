#pragma once

#include <string>
#include <vector>

namespace wafercast {

/// Metrics and periods that are compared, as people name them.
struct ComparedChoice {
  std::vector<std::string> metrics{};  ///< none: those that the scenario shows first
  std::vector<std::string> periods{};  ///< none: every quarter and year of the forecast
};

}  // namespace wafercast
