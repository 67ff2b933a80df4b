#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/syntax.hpp>

namespace wafercast::language {

/// Reads `observe: consensus`: what others expected of quarters and fiscal years by the as-of date, into the history.
/// Rows of other times (calendar years, a part of the business) are left out.
void read_consensus(Reading& reading, const Node& node);

/// The keys that these maps have.
void add_consensus_words(Vocabulary& words);

}  // namespace wafercast::language
