#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads `score`.
Score read_score(Reading& reading, const Node& node);

/// The keys that these maps have.
void add_score_words(Vocabulary& words);

}  // namespace wafercast::language
