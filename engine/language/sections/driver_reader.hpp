#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// What was read of an earlier `drivers` on the same background, without a problem.
struct EarlierDrivers {
  const Node& section;
  const std::vector<DriverBelief>& beliefs;  ///< in the order written
};

/// Reads `drivers` in the order written; drivers with problems, which are reported, are missing. What stands as it
/// stood earlier is not read again.
std::vector<DriverBelief> read_drivers(Reading& reading, const Node& drivers, const EarlierDrivers* earlier = nullptr);

/// Notes the unit of every driver, so that effects may be measured in them.
void note_driver_units(Reading& reading, const Node& drivers);

/// Checks what a file writes of drivers, whether it is in force on the as-of date or not: keys, values and the names of
/// sources. Maps need not be complete.
void check_written_drivers(const Reading& reading, const Node& drivers);

/// The keys that these maps have.
void add_driver_words(Vocabulary& words);

}  // namespace wafercast::language
