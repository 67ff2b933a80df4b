#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

#include <functional>

namespace wafercast::language {

/// Reads the course of a driver from a map of its keys; nothing when it has problems, which are reported.
using CourseReader = std::function<std::optional<Course>(Reading& reading, const Node& node)>;

/// Reads a driver's `suppose`, a list of what holds from a day on, into the driver.
void read_suppositions(Reading& reading, const Node& list, const CourseReader& read_course, DriverBelief& driver);

/// The keys that these maps have.
void add_supposition_words(Vocabulary& words);

}  // namespace wafercast::language
