#pragma once

namespace wafercast {

/// From here on Ctrl-C (and a polite kill) asks the program to stop where it can, instead of ending it on the spot.
void catch_interrupts();

bool interrupted();

}  // namespace wafercast
