#pragma once

#include <engine/language/compose/read_options.hpp>
#include <engine/scenario/scenario.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// Reads, composes and checks a scenario. Throws InputError with every problem found.
Scenario read_scenario(const std::filesystem::path& file, const ReadOptions& options);

/// The resolved scenario as the text of a file in `folder`, from which its data are found.
std::string resolved_at(const Scenario& scenario, const std::filesystem::path& folder);

}  // namespace wafercast
