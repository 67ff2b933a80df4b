#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads `drivers` in the order written; drivers with problems, which are reported, are missing. Their units are noted
/// in the reading.
std::vector<DriverBelief> read_drivers(Reading& reading, const Node& drivers);

/// Notes the unit of every driver, so that effects may be measured in them.
void note_driver_units(Reading& reading, const Node& drivers);

/// Checks what a file writes of drivers, whether it is in force on the as-of date or not: keys, values and the names of
/// sources. Maps need not be complete.
void check_written_drivers(const Reading& reading, const Node& drivers);

/// The keys that these maps have.
void add_driver_words(Vocabulary& words);

}  // namespace wafercast::language
