#pragma once

#include <engine/language/compose/read_options.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <vector>

namespace wafercast::language {

/// Settings as a scenario of their own that supposes each of them: what a file would say under `override`. `file` is
/// the scenario that it extends. Throws InputError with every setting that cannot be read.
Node settings_tree(const std::vector<Setting>& settings, const std::string& file);

}  // namespace wafercast::language
