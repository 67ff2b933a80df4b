#pragma once

#include <runners/cli/exit_codes.hpp>

#include <string>

namespace wafercast {

/// From here on Ctrl-C (and a polite kill) asks the program to stop where it can, instead of ending it on the spot.
void catch_interrupts();

bool interrupted();

/// Says on stderr that the program was interrupted and what became of the work, and answers what the signal asks for:
/// 130 for INT, 143 for TERM.
ExitCode stopped_by_signal(const std::string& what_became = "nothing was written");

}  // namespace wafercast
