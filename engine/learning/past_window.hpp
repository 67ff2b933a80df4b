#pragma once

#include <engine/learning/evidence.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A run over the reported quarters from which a scenario learns, as it is believed and without uncertain events.
struct PastWindow {
  std::unique_ptr<Model> model;
  Plan plan;     ///< draws of the run's own, noise and beliefs about the quarter in which it starts, are named as such
  int quarters;  ///< of the window
};

/// The longest window that the history has, up to that of the scenario; nothing when there is none. What a longer one
/// lacks is noted.
std::optional<PastWindow> past_window(const Scenario& scenario, const ModelMaker& make_model,
                                      std::vector<std::string>& notes);

}  // namespace wafercast
