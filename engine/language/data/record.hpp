#pragma once

#include <engine/language/data/reading.hpp>

namespace wafercast::language {

/// Reads {of: log_surprise, metric: revenue, last: 8, …}: a normal with the mean and the spread of the company's own
/// record. Throws ValueError.
Belief read_record(const Reading& reading, const Node& map, const Unit& unit);

}  // namespace wafercast::language
