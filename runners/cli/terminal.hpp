#pragma once

#include <runners/report/text/text_grid.hpp>

namespace wafercast {

/// None, unless the output is a terminal that knows colours (TERM) and whose user has not asked for plain text
/// (NO_COLOR).
Colours colours_of_output();

/// What COLUMNS says, or the columns of the terminal that is the output; 80 where it is none.
int columns_of_output();

/// Whether a line of the error stream can be written over: it is a terminal, and no dumb one.
bool messages_can_be_redrawn();
int columns_of_messages();  ///< as columns_of_output(), of the error stream

}  // namespace wafercast
