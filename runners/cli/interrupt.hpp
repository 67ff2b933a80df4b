#pragma once

#include <wafercast/cli/exit_code.hpp>

namespace wafercast {

/// From here on Ctrl-C (and a polite kill) asks the program to stop where it can, instead of ending it on the spot.
void catch_interrupts();

bool interrupted();

/// Says on stderr that nothing was written, and answers what the signal asks for: 130 for INT, 143 for TERM.
ExitCode stopped_by_signal();

}  // namespace wafercast
