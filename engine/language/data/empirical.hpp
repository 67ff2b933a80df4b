#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads {table: yields, column: yield, unit: "%"}: the figures of a column that were public by the as-of date, each as
/// likely as the others. Throws ValueError.
Belief read_empirical(const Reading& reading, const Node& map, const Unit& unit);

/// The keys that these maps have.
void add_empirical_words(Vocabulary& words);

}  // namespace wafercast::language
