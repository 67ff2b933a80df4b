#pragma once

#include <engine/language/compose/read_options.hpp>
#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <string>
#include <vector>

namespace wafercast::language {

/// A digest of all that a posterior is learnt from: the scenario as it is believed and the tables as they were cut.
/// What is supposed, asked, called or shown is no part of it, nor are events that may or may not happen.
std::string evidence_digest(const Reading& reading, Node tree, const std::vector<EventBelief>& events,
                            const Cuts& cuts);

/// The composed scenario as one that needs no options: with its as-of date and horizon written out. Where its tables
/// are depends on where it is put, and is left to resolved_at().
std::string resolved_text(const Reading& reading, Node tree);

}  // namespace wafercast::language
