#pragma once

#include <wafercast/scenario/conditioning_belief.hpp>
#include <wafercast/scenario/reading.hpp>
#include <wafercast/scenario/syntax.hpp>

namespace wafercast::language {

/// Reads `observe: condition`. The history must have been read.
Conditioning read_conditioning(Reading& reading, const Node& node);

}  // namespace wafercast::language
