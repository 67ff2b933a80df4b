#pragma once

#include <engine/simulation/plan.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// What each draw of a plan is discussed under.
struct DrawGroups {
  std::vector<std::string> names;  ///< in the order in which the model's drivers first name them
  std::vector<int> of_draw;        ///< index into names, by row of z
};

/// The rows of z that an event reads: whether and when it starts, how long it lasts, what its effects amount to.
std::vector<int> draws_of(const PlannedEvent& event);

/// The group of a driver's draws is the driver's (DriverSpec::group, "other" where that is empty); of an event's draws
/// that of the driver on which its first effect acts. Correlated draws count as the drivers' own once they are mixed.
DrawGroups draw_groups(const Plan& plan, const Model& model);

}  // namespace wafercast
