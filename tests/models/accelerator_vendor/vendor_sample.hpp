#pragma once

#include <engine/scenario/scenario.hpp>
#include <engine/simulation/plan.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace wafercast::testing {

/// The base scenario as it is shipped, seen from a day ("latest" or 2025-02-27).
Scenario base_scenario(const std::string& as_of);

// Changes to a scenario. Numbers are in the unit in which the scenario states the driver.

DriverBelief& driver_of(Scenario& scenario, const std::string& name);
EventBelief& event_of(Scenario& scenario, const std::string& name);

/// What is left of an identity in the single precision in which the model computes: 6e-8 an operation, of the largest
/// term, over the dozens that a path's quarter goes through.
inline constexpr double rounding = 2e-6;

/// The driver is certain, and the same in every quarter.
void fix(Scenario& scenario, const std::string& driver, double value);

/// Rivals and buyers' own designs respond to nothing, and sites with power take whatever is ordered.
void without_competition(Scenario& scenario);

void suppose(Scenario& scenario, const std::string& driver, Supposition::Kind kind, double amount, Date from);

/// The event starts on this day on every path, and the model does not know of it before.
void force(Scenario& scenario, const std::string& event, Date day);

void remove_event(Scenario& scenario, const std::string& event);

/// First day of the horizon's quarter 0, 1, …
Date first_day(const Scenario& scenario, int quarter);

/// Every driver certain and in all quarters what its median is in the last reported one; no event, no question.
Scenario frozen(Scenario scenario);

/// One quantity in one quarter, for every path of a sample.
using Paths = Eigen::ArrayXd;

/// The metrics of the first paths of a scenario. The same seed gives the same draws to all scenarios, so two samples
/// can be compared path by path.
class Sample {
 public:
  explicit Sample(const Scenario& scenario, int paths = 1024);

  /// A metric in a quarter of the horizon: 0 is the first quarter forecast.
  const Paths& operator()(const std::string& metric, int quarter) const { return metrics_.at(metric)[at(quarter)]; }
  /// A driver in a quarter of the horizon.
  const Paths& driver(const std::string& name, int quarter) const { return drivers_.at(name)[at(quarter)]; }

  /// The sum of a metric over the horizon's quarters up to and with this one.
  Paths cumulated(const std::string& metric, int quarter) const;

  int paths() const { return paths_; }
  int quarters() const { return quarters_; }

 private:
  static std::size_t at(int quarter) { return static_cast<std::size_t>(quarter); }

  int paths_;
  int quarters_;
  std::map<std::string, std::vector<Paths>> metrics_;
  std::map<std::string, std::vector<Paths>> drivers_;
};

/// Whether something holds on every path, and if not on how many and where first. For EXPECT_TRUE.
::testing::AssertionResult on_every_path(const Eigen::Array<bool, Eigen::Dynamic, 1>& holds);

/// |a − b| ≤ tolerance · scale on every path.
::testing::AssertionResult agree(const Paths& a, const Paths& b, const Paths& scale, double tolerance = rounding);

}  // namespace wafercast::testing
