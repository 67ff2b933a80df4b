#pragma once

#include <engine/core/instant.hpp>

namespace wafercast {

/// What the clock says, to the second.
Instant now();

}  // namespace wafercast
