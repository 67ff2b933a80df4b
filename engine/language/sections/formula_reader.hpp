#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

#include <string_view>
#include <vector>

namespace wafercast::language {

/// Reads a formula, `data_center - hyperscale`. Throws ValueError.
std::vector<Formula::Term> read_terms(std::string_view text);

/// Reads `metrics`: `bookings: revenue + Δbacklog`, or a map with `formula`, `unit` and `title`.
std::vector<Formula> read_formulas(Reading& reading, const Node& metrics);

/// The keys that these maps have.
void add_formula_words(Vocabulary& words);

}  // namespace wafercast::language
