#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

#include <vector>

namespace wafercast::language {

/// Reads back what was noted of changes while files were composed (compose/change_log.hpp).
std::vector<ScenarioChange> read_changes(Reading& reading, const Node& changes);

/// The keys that these maps have.
void add_change_words(Vocabulary& words);

}  // namespace wafercast::language
