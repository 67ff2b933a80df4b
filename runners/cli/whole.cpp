#include <runners/cli/program.hpp>

/// Where the portable program enters its library (cmake/Portable.cmake).
extern "C" [[gnu::visibility("default")]] int wafercast_program(int argc, char** argv) {
  return wafercast::program(argc, argv);
}
