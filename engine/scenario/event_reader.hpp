#pragma once

#include <wafercast/scenario/reading.hpp>

namespace wafercast::language {

/// Reads `events` in the order written; events with problems, which are reported, may be missing.
std::vector<EventBelief> read_events(Reading& reading, const Node& events);

}  // namespace wafercast::language
