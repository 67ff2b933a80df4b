#include <wafercast/cli/machine.hpp>

#include <fmt/format.h>
#include <sys/utsname.h>

#include <cstdio>
#include <fstream>
#include <thread>

namespace wafercast {

std::string machine_name() {
  std::string processor = "unknown processor";
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    if (!line.starts_with("model name")) continue;
    processor = line.substr(line.find(':') + 2);
    break;
  }
  utsname system{};
  uname(&system);
  return fmt::format("{}, {} processors, {} {} {}", processor, std::thread::hardware_concurrency(), system.sysname,
                     system.release, system.machine);
}

Threads threads_to_use(int wanted) {
  const Threads threads = startable({wanted});
  const int asked = worker_slots({wanted});
  if (threads.count < asked) {
    fmt::print(stderr, "wafercast: note: {} threads cannot be had; works on one, which gives the same figures\n",
               asked);
  }
  return threads;
}

}  // namespace wafercast
