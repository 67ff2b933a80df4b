#pragma once

#include <engine/core/byte_stream.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace wafercast {

// Single files that appear whole or not at all.

/// All bytes of a regular file; nothing when there is none. Throws InputError with the system's reason when it cannot
/// be read.
std::optional<std::string> read_whole(const std::filesystem::path& file);

/// Throws InputError, with what lies in the way, unless there is nothing at `file`, or an earlier file of this kind.
void require_place_for(const SealedKind& kind, const std::filesystem::path& file);

/// Whether bytes have to be on the disk before the work goes on, or may be lost with the machine's power.
enum class Durable { yes, no };

/// Puts the bytes at `file`, in the place of what was there: a reader sees the old ones or the new. Throws
/// std::runtime_error with the system's reason.
void write_whole(const std::filesystem::path& file, std::string_view bytes, Durable durable = Durable::yes);

/// The bytes of a file without a copy of them.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& file);  ///< throws InputError when it is there and cannot be read
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  bool is_there() const { return is_there_; }
  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  bool is_there_ = false;
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace wafercast
