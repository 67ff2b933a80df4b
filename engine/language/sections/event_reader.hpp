#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads `events` in the order written; events with problems, which are reported, may be missing.
std::vector<EventBelief> read_events(Reading& reading, const Node& events);

/// Checks what a file writes of events, whether it is in force on the as-of date or not. Maps need not be complete.
void check_written_events(const Reading& reading, const Node& events);

/// The keys that these maps have.
void add_event_words(Vocabulary& words);

}  // namespace wafercast::language
