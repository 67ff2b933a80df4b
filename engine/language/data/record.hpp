#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads {of: log_surprise, metric: revenue, last: 8, …}: a normal with the mean and the spread of the company's own
/// record. Throws ValueError.
Belief read_record(const Reading& reading, const Node& map, const Unit& unit);

/// The keys that these maps have.
void add_record_words(Vocabulary& words);

}  // namespace wafercast::language
