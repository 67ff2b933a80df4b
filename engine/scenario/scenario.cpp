#include <wafercast/scenario/scenario.hpp>

namespace wafercast {

Scenario as_believed(Scenario scenario) {
  for (DriverBelief& driver : scenario.drivers) driver.suppositions.clear();
  for (EventBelief& event : scenario.events) event.supposed.reset();
  return scenario;
}

}  // namespace wafercast
