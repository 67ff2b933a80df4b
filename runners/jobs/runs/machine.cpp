#include <runners/jobs/runs/program.hpp>

#include <fmt/format.h>
#include <link.h>
#include <sys/utsname.h>

#include <fstream>
#include <string_view>
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

namespace {

/// The identifiers of the program itself and of its own libraries; those of the system's are not its business.
int add_build_id(dl_phdr_info* module, std::size_t, void* text) {
  const std::string_view name = module->dlpi_name;
  if (!name.empty() && name.find("wafercast") == std::string_view::npos) return 0;
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const auto& segment = module->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(module->dlpi_addr + segment.p_vaddr);
    const char* end = at + segment.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
      const auto padded = [](std::size_t bytes) { return (bytes + 3) & ~std::size_t{3}; };
      const char* owner = at + sizeof *note;
      const char* bytes = owner + padded(note->n_namesz);
      if (note->n_type == NT_GNU_BUILD_ID && std::string_view(owner, 3) == "GNU") {
        for (std::size_t b = 0; b < note->n_descsz; ++b) {
          *static_cast<std::string*>(text) += fmt::format("{:02x}", static_cast<unsigned char>(bytes[b]));
        }
      }
      at = bytes + padded(note->n_descsz);
    }
  }
  return 0;
}

}  // namespace

std::string program_id() {
  std::string id;
  dl_iterate_phdr(add_build_id, &id);
  return id;
}

}  // namespace wafercast
