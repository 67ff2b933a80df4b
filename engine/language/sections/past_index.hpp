#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

#include <vector>

namespace wafercast::language {

/// Reads `{as_reported: data_center - hyperscale}`: a driver in reported quarters, relative to the last of them, by
/// lines of the history and rows of tables. A quarter of which something is not known is as the next one. Empty, with a
/// note, when nothing is known of the last reported quarter.
std::vector<PastQuarter> read_past_index(Reading& reading, const Node& node, const std::string& driver, int quarters);

/// The keys that these maps have.
void add_past_index_words(Vocabulary& words);

}  // namespace wafercast::language
