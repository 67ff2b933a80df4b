#pragma once

#include <engine/core/byte_stream.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace wafercast {

// Single files that appear whole or not at all.

/// All bytes of a regular file; nothing when there is none. Throws InputError with the system's reason when it cannot
/// be read.
std::optional<std::string> read_whole(const std::filesystem::path& file);

/// The first bytes of a regular file, at most so many; none when there is none. Throws as read_whole() does.
std::string read_head(const std::filesystem::path& file, std::size_t most);

/// Why no file can be written at this place, found by trying beside it; empty where one can. With `folder_may_be_made`
/// the nearest folder that is there is asked.
std::string problem_with_writing(const std::filesystem::path& file, bool folder_may_be_made);

/// Whether bytes have to be on the disk before the work goes on, or may be lost with the machine's power.
enum class Durable { yes, no };

/// Puts the bytes at `file`, in the place of what was there: a reader sees the old ones or the new. Throws
/// std::runtime_error with the system's reason. While it is written it lies beside `file`, hidden and locked.
void write_whole(const std::filesystem::path& file, std::string_view bytes, Durable durable = Durable::yes);

/// Keeps other processes that ask for it out of a folder for as long as it lives; waits for them. Throws
/// std::runtime_error.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

/// Removes what killed writes of files with these names have left in a folder.
void remove_killed_writes_of(const std::set<std::string>& names, const std::filesystem::path& folder);

/// The same of all files in a folder of wafercast's own that have this extension (".posterior").
void remove_killed_writes_in(const std::filesystem::path& folder, std::string_view extension);

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
