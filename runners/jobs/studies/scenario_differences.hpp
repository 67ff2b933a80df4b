#pragma once

#include <engine/scenario/scenario.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// One thing that two scenarios say otherwise, before any number is drawn.
struct ScenarioDifference {
  std::string name;    ///< `cowos.capacity`, `events.tariff.probability`, `horizon`
  std::string before;  ///< as it is written; empty where the first says nothing of it
  std::string after;

  friend bool operator==(const ScenarioDifference&, const ScenarioDifference&) = default;
};

/// In the order of the first scenario, then what the second adds. Of two resolved scenarios; names, sources and notes
/// do not count.
std::vector<ScenarioDifference> scenario_differences(const Scenario& before, const Scenario& after);

}  // namespace wafercast
