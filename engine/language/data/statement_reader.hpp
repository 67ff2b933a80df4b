#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/syntax.hpp>

namespace wafercast::language {

/// Reads `observe: statements`, and adds those that had been made by the as-of date to what the scenario is conditioned
/// on. History and sources must have been read.
void read_statements(Reading& reading, const Node& list);

/// The keys that these maps have.
void add_statement_words(Vocabulary& words);

}  // namespace wafercast::language
