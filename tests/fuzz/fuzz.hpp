#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <unistd.h>

namespace wafercast::fuzz {

/// A file in memory, for readers that want a path. One a process, in a folder of its own.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name)
      : folder_(std::filesystem::path("/dev/shm") / ("wafercast-fuzz-" + std::to_string(getpid()))), name_(name) {
    std::filesystem::create_directories(folder_);
  }
  ~MemoryFile() { std::filesystem::remove_all(folder_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::filesystem::path holding(std::string_view bytes) const {
    std::ofstream(path(), std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path();
  }

 private:
  std::filesystem::path path() const { return folder_ / name_; }

  std::filesystem::path folder_;
  const char* name_;
};

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A property that does not hold ends the process, which is how a fuzzer learns of it.
inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace wafercast::fuzz

/// What each fuzz target is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
