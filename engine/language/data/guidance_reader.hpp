#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads `guidance`, an outlook that is given by hand: one, or a list of them. What it says of a metric in a quarter
/// takes the place of what a table says, from the day of its newest source on. Needs the history.
void read_guidance(Reading& reading, const Node& guidance);

/// The keys that these maps have.
void add_guidance_words(Vocabulary& words);

}  // namespace wafercast::language
