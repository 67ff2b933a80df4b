#pragma once

namespace wafercast {

/// Whether the output is a terminal whose user has not asked for plain text (NO_COLOR).
bool wants_colour();

}  // namespace wafercast
