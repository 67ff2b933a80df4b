#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/syntax.hpp>
#include <engine/scenario/conditioning.hpp>

namespace wafercast::language {

/// Reads `observe: condition`. The history must have been read.
Conditioning read_conditioning(Reading& reading, const Node& node);

/// The keys that these maps have.
void add_conditioning_words(Vocabulary& words);

}  // namespace wafercast::language
