// The portable program is its library; which of several, the loader decides.
extern "C" int wafercast_program(int argc, char** argv);

int main(int argc, char** argv) {
  return wafercast_program(argc, argv);
}
