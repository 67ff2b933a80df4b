#pragma once

#include <wafercast/simulation/model.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wafercast::accelerator_vendor {

/// The model's drivers. Every room adds the drivers that it reads and keeps their numbers.
struct DriverList {
  std::vector<DriverSpec> specs;

  int add(std::string name, std::string unit, Support support, std::string meaning,
          std::optional<double> otherwise = std::nullopt) {
    specs.push_back({std::move(name), std::move(unit), support, std::move(meaning), otherwise});
    return static_cast<int>(specs.size()) - 1;
  }
};

/// The model's metrics, likewise.
struct MetricList {
  std::vector<MetricSpec> specs;

  int add(MetricSpec spec) {
    specs.push_back(std::move(spec));
    return static_cast<int>(specs.size()) - 1;
  }
};

inline constexpr double usd_scale = 1024.0 * 1024.0 * 1024.0;  ///< a power of two near a billion
inline constexpr double unit_scale = 1024.0 * 1024.0;          ///< a power of two near a million

}  // namespace wafercast::accelerator_vendor
