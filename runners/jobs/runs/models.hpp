#pragma once

#include <engine/scenario/scenario.hpp>
#include <engine/simulation/model.hpp>

#include <memory>
#include <string>
#include <vector>

namespace wafercast {

// The models that a scenario can name.

std::vector<std::string> model_names();

/// The model that a scenario names, built from its structure and history; throws InputError.
std::unique_ptr<Model> make_model(const Scenario& scenario);

/// The same from another quarter than the scenario's last reported one.
std::unique_ptr<Model> make_model_for(const Scenario& scenario, const Timeline& timeline);

}  // namespace wafercast
