#pragma once

#include <engine/language/sections/course_reader.hpp>
#include <engine/language/syntax/fields.hpp>

#include <vector>

namespace wafercast::language {

/// Reads `past`, which says what a driver was in reported quarters as far back as the scenario learns from them: a list
/// of earlier beliefs, each held until a day, or an index (past_index.hpp). The entry of `drivers` holds it.
std::vector<PastQuarter> read_past(Reading& reading, const Node& past, const Entry& driver,
                                   const CourseReader& read_course);

/// The keys that these maps have.
void add_past_words(Vocabulary& words);

}  // namespace wafercast::language
