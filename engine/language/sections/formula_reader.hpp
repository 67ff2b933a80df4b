#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

#include <vector>

namespace wafercast::language {

/// Reads `metrics`: `bookings: revenue + Δbacklog`, or a map with `formula`, `unit` and `title`.
std::vector<Formula> read_formulas(Reading& reading, const Node& metrics);

/// The keys that these maps have.
void add_formula_words(Vocabulary& words);

}  // namespace wafercast::language
