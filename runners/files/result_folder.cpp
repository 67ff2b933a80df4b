#include <runners/files/result_folder.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

constexpr int attempts = 1000;  ///< each lost one means that another process made progress

[[noreturn]] void fail(std::string_view what, const fs::path& path, int error) {
  throw std::runtime_error(
      fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(error)));
}

class File {
 public:
  File(const fs::path& path, int flags) : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) fail("open", path_, errno);
  }
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", path_, errno);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void sync() {
    if (::fsync(descriptor_) != 0) fail("write to disk", path_, errno);
  }

  /// Some file systems report a failed write only now.
  void close() {
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0) fail("close", path_, errno);
  }

 private:
  fs::path path_;
  int descriptor_;
};

void sync_folder(const fs::path& folder) {
  File(folder, O_RDONLY | O_DIRECTORY).sync();
}

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), folder).string()] = {std::istreambuf_iterator<char>(file),
                                                          std::istreambuf_iterator<char>()};
  }
  return files;
}

/// No when the other folder changes or goes away while it is being read.
bool same_files(const fs::path& a, const fs::path& b) {
  try {
    return fs::is_directory(b) && files_in(a) == files_in(b);
  } catch (const fs::filesystem_error&) {
    return false;
  }
}

enum class Outcome { done, lost_race, unsupported };

/// One step that readers cannot see the middle of. What stood in the place is afterwards found at `from`.
Outcome exchange(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return Outcome::done;
  if (errno == EEXIST) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) return Outcome::done;
    if (errno == ENOENT) return Outcome::lost_race;
  }
  if (errno == EINVAL || errno == ENOSYS) return Outcome::unsupported;
  fail("put the results in place at", to, errno);
}

[[noreturn]] void keep_what_is_there(const fs::path& to) {
  throw std::runtime_error(
      fmt::format("cannot replace {}: something was put there that is no earlier result", to.string()));
}

void put_in_place(const fs::path& from, const fs::path& to) {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (!may_be_replaced(to)) keep_what_is_there(to);
    const Outcome outcome = exchange(from, to);
    if (outcome == Outcome::unsupported) return replace_by_renames(from, to);
    if (outcome == Outcome::lost_race) continue;
    if (may_be_replaced(from)) return;
    exchange(from, to);  // it was put there a moment ago: back with it
    keep_what_is_there(to);
  }
  throw std::runtime_error(fmt::format("cannot replace {}: other processes keep changing it", to.string()));
}

/// A path that stays inside the folder that it is relative to.
bool stays_inside(const fs::path& name) {
  if (name.empty() || name.is_absolute() || !name.has_filename()) return false;
  return std::ranges::none_of(name, [](const fs::path& part) { return part == "." || part == ".."; });
}

}  // namespace

ResultFolder::ResultFolder(fs::path folder) : folder_(std::move(folder)) {
  if (!folder_.has_filename()) folder_ = parent_of(folder_);
  require_place_for_results(folder_);
  gathered_.emplace(folder_);
}

void ResultFolder::add(std::string_view name, std::string_view text) {
  if (!stays_inside(name)) throw std::invalid_argument("a result file needs a name within its folder");
  const fs::path path = gathered_->path() / name;
  fs::create_directories(path.parent_path());
  File file(path, O_WRONLY | O_CREAT | O_EXCL);
  file.write(text);
  file.sync();
  file.close();
  names_.emplace_back(name);
}

void ResultFolder::publish() {
  if (same_files(gathered_->path(), folder_)) return;
  sync_folder(gathered_->path());
  put_in_place(gathered_->path(), folder_);
  sync_folder(parent_of(folder_));
}

void replace_by_renames(const fs::path& from, const fs::path& to) {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (::rename(from.c_str(), to.c_str()) == 0) return;
    if (errno != ENOTEMPTY && errno != EEXIST) fail("put the results in place at", to, errno);
    if (!may_be_replaced(to)) keep_what_is_there(to);
    const fs::path aside = sibling_of(to);
    if (::rename(to.c_str(), aside.c_str()) != 0) {
      if (errno == ENOENT) continue;  // another process has just moved it
      fail("move aside", to, errno);
    }
    const bool placed = ::rename(from.c_str(), to.c_str()) == 0;
    const int error = errno;
    const bool lost_race = !placed && (error == ENOTEMPTY || error == EEXIST);
    std::error_code ignored;
    if (placed || lost_race) {
      fs::remove_all(aside, ignored);
    } else {
      fs::rename(aside, to, ignored);
      fail("put the results in place at", to, error);
    }
    if (placed) return;
  }
  throw std::runtime_error(fmt::format("cannot replace {}: other processes keep changing it", to.string()));
}

}  // namespace wafercast
