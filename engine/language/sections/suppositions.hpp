#pragma once

#include <engine/language/sections/course_reader.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads a driver's `suppose`, a list of what holds from a day on, into the driver.
void read_suppositions(Reading& reading, const Node& list, const CourseReader& read_course, DriverBelief& driver);

/// The keys that these maps have.
void add_supposition_words(Vocabulary& words);

}  // namespace wafercast::language
