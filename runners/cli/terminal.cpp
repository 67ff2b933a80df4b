#include <runners/cli/terminal.hpp>

#include <unistd.h>

#include <cstdlib>

namespace wafercast {

Colours colours_of_output() {
  const bool wanted = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  return wanted ? Colours::ansi : Colours::none;
}

}  // namespace wafercast
