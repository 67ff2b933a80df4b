#pragma once

namespace wafercast {

/// The program: reads the words of the command line, does what they ask for, and answers with the exit code. Throws
/// nothing.
int program(int argc, char** argv);

}  // namespace wafercast
