#include <engine/scenario/scenario.hpp>

namespace wafercast {

Scenario as_believed(Scenario scenario) {
  for (DriverBelief& driver : scenario.drivers) driver.suppositions.clear();
  for (EventBelief& event : scenario.events) event.supposed.reset();
  return scenario;
}

const char* word_of(ScenarioChange::Kind kind) {
  switch (kind) {
    case ScenarioChange::Kind::suppose:
      return "suppose";
    case ScenarioChange::Kind::believe:
      return "believe";
    case ScenarioChange::Kind::add:
      return "add";
    case ScenarioChange::Kind::remove:
      return "remove";
  }
  return "";
}

Scenario undisturbed(Scenario scenario) {
  Scenario calm = as_believed(std::move(scenario));
  std::erase_if(calm.events, [](const EventBelief& event) { return event.status == EventBelief::Status::uncertain; });
  calm.questions.clear();
  return calm;
}

}  // namespace wafercast
