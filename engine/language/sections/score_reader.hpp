#pragma once

#include <engine/language/data/reading.hpp>

namespace wafercast::language {

/// Reads `score`.
Score read_score(Reading& reading, const Node& node);

}  // namespace wafercast::language
