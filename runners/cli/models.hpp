#pragma once

#include <wafercast/scenario/scenario.hpp>
#include <wafercast/simulation/model.hpp>

#include <memory>
#include <string>
#include <vector>

namespace wafercast {

// The models that a scenario can name.

std::vector<std::string> model_names();

/// The model that a scenario names, built from its structure and history; throws InputError.
std::unique_ptr<Model> make_model(const Scenario& scenario);

}  // namespace wafercast
