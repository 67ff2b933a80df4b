#include <runners/cli/program.hpp>

int main(int argc, char** argv) {
  return wafercast::program(argc, argv);
}
