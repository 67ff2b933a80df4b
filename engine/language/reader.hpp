#pragma once

#include <engine/language/compose/read_options.hpp>
#include <engine/language/data/reading.hpp>
#include <engine/language/files.hpp>
#include <engine/language/sections/driver_reader.hpp>
#include <engine/language/sections/sections.hpp>
#include <engine/scenario/scenario.hpp>

#include <set>
#include <string>
#include <vector>

namespace wafercast::language {

/// A scenario that was read without a problem, and what it was read from.
struct WholeReading {
  Node tree;              ///< as it was composed
  Background background;  ///< on which beliefs were read
  Scenario scenario;
};

/// Throws InputError with every problem found.
WholeReading read_whole(const Files& files, const ReadOptions& options);

/// Reads all that is believed and asked, of a scenario whose facts are known.
void read_beliefs(Reading& reading, const Sections& sections, Scenario& scenario, const EarlierDrivers* earlier);

/// The drivers that are written and could not be read.
std::set<std::string> unreadable_drivers(const Sections& sections, const std::vector<DriverBelief>& read);

}  // namespace wafercast::language
