#pragma once

#include <runners/jobs/runs/scenario_request.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// Something in a scenario that has a name: what can be set, asked for and looked up.
struct NamedThing {
  enum class Kind { driver, event, metric, question };
  Kind kind;
  std::string name;
  std::string unit;
  std::string says;     ///< a driver's value, an event's chance, a question's text, as written
  std::string meaning;  ///< a sentence for people
};

/// "6% a quarter, 2026-09-10 to 2028-07-30", "occurred on 2025-01-27", "supposed never"
std::string chance_of(const EventBelief& event);

/// "driver", "event", "metric", "question"
const char* word_of(NamedThing::Kind kind);

struct Names {
  std::string scenario;
  std::vector<NamedThing> things;
  std::vector<std::string> periods;  ///< of the forecast
};

/// What a scenario names. `search` keeps the things whose name or meaning holds it, or whose name fits it as a pattern
/// with *; empty keeps all. Throws InputError.
Names names_of(const ScenarioRequest& request, const std::string& search);

}  // namespace wafercast
