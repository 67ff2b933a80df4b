#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads `observe` into the history and the last reported quarter. Without a history the quarter that contains the
/// as-of date is the first one forecast.
void read_observe(Reading& reading, const Node* observe);

/// The keys that these maps have.
void add_history_words(Vocabulary& words);

}  // namespace wafercast::language
