#pragma once

#include <engine/simulation/model.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wafercast::accelerator_vendor {

/// What strategists discuss drivers under.
namespace driver_groups {
inline constexpr const char* supply = "supply";
inline constexpr const char* all_demand = "demand, all customers";
inline constexpr const char* hyperscalers = "demand, hyperscalers";
inline constexpr const char* other_demand = "demand, others";
inline constexpr const char* competition = "competition";
inline constexpr const char* price = "price";
inline constexpr const char* cost = "cost";
inline constexpr const char* networking = "networking";
inline constexpr const char* china = "export and China";
inline constexpr const char* unexplained = "unexplained";
inline constexpr const char* segments = "other segments";
inline constexpr const char* finance = "guidance and finance";
}  // namespace driver_groups

/// The model's drivers. Every room adds the drivers that it reads and keeps their numbers.
struct DriverList {
  std::vector<DriverSpec> specs;
  std::string group{};  ///< of the drivers added next

  DriverList& under(std::string next_group) {
    group = std::move(next_group);
    return *this;
  }

  int add(std::string name, std::string unit, Support support, std::string meaning,
          std::optional<double> otherwise = std::nullopt) {
    specs.push_back({std::move(name), std::move(unit), support, std::move(meaning), otherwise, false, group, {}});
    return static_cast<int>(specs.size()) - 1;
  }

  /// Marks a driver that describes the quarter in which a run starts.
  int initial(int driver) {
    specs[static_cast<std::size_t>(driver)].initial = true;
    return driver;
  }

  /// Marks a driver that is read before the forecast alone, and says what to suppose in its place.
  void only_before(int driver, std::string instead) {
    specs[static_cast<std::size_t>(driver)].instead = std::move(instead);
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
inline constexpr double wafer_scale = 64.0 * 1024.0;           ///< a power of two near a quarter's wafers
inline constexpr double unit_scale = 1024.0 * 1024.0;          ///< a power of two near a million

}  // namespace wafercast::accelerator_vendor
