#pragma once

#include <runners/report/text/text_grid.hpp>

namespace wafercast {

/// None, unless the output is a terminal whose user has not asked for plain text (NO_COLOR).
Colours colours_of_output();

/// The columns of the terminal that is the output; 80 where it is none.
int columns_of_output();

}  // namespace wafercast
