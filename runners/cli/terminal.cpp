#include <wafercast/cli/terminal.hpp>

#include <unistd.h>

#include <cstdlib>

namespace wafercast {

bool wants_colour() {
  return isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

}  // namespace wafercast
