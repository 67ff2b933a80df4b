#include <runners/files/one_file.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/result_place.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace wafercast {
namespace {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

[[noreturn]] void refuse_file(const std::filesystem::path& file, const std::string& problem,
                              const char* suggestion = "") {
  throw InputError(Diagnostic{{file.string(), 0, 0}, problem, suggestion});
}

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::runtime_error(fmt::format("'{}' cannot be written ({})", file.string(), std::strerror(errno)));
}

/// A regular file to read, and its size. A pipe without a writer is not waited for.
struct Opened {
  explicit Opened(const std::filesystem::path& file)
      : descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (!descriptor.is_open() && errno == ENOENT) return;
    struct stat status {};
    if (!descriptor.is_open() || ::fstat(descriptor.number(), &status) != 0) {
      refuse_file(file, fmt::format("cannot be read ({})", std::strerror(errno)));
    }
    if (!S_ISREG(status.st_mode)) refuse_file(file, "cannot be read (it is not a file)");
    size = static_cast<std::size_t>(status.st_size);
  }

  Descriptor descriptor;  ///< not open where there is no such file
  std::size_t size = 0;
};

/// Reads up to `most` bytes; nothing when there is no such file.
std::optional<std::string> read_up_to(const std::filesystem::path& file, std::size_t most) {
  const Opened opened(file);
  const Descriptor& in = opened.descriptor;
  if (!in.is_open()) return std::nullopt;
  std::string bytes(std::min(opened.size, most), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(in.number(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_file(file, fmt::format("cannot be read ({})", std::strerror(errno)));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

void put(const Descriptor& out, std::string_view bytes, const std::filesystem::path& file) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(out.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(file);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

/// Begins a file beside its place, and locks it for as long as it is open, so that others can tell it from what a
/// killed write has left. Throws std::runtime_error.
Descriptor begin_sibling(const std::filesystem::path& file, std::filesystem::path& gathered) {
  for (;;) {
    gathered = sibling_of(file);
    Descriptor out(::open(gathered.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!out.is_open()) fail(file);
    const bool taken_for_left = ::flock(out.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    struct stat status {};
    if (!taken_for_left && ::fstat(out.number(), &status) == 0 && status.st_nlink > 0) return out;
    // Another process took it for left behind before it was locked.
  }
}

template <class Of>
void remove_killed_writes(const std::filesystem::path& folder, const Of& of) {
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    const auto original = original_of(path.filename().string());
    if (!original || !of(*original)) continue;
    const Descriptor left(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!left.is_open() || ::fstat(left.number(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    if (::flock(left.number(), LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());  // else its write is alive
  }
}

}  // namespace

std::optional<std::string> read_whole(const std::filesystem::path& file) {
  return read_up_to(file, std::string::npos);
}

std::string read_head(const std::filesystem::path& file, std::size_t most) {
  return read_up_to(file, most).value_or("");
}

std::string problem_with_writing(const std::filesystem::path& file, bool folder_may_be_made) {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::absolute(folder_of(file), error);
  while (folder_may_be_made && !std::filesystem::exists(folder, error) && folder.has_relative_path()) {
    folder = folder.parent_path();
  }
  if (!std::filesystem::exists(folder, error)) return "its folder does not exist";
  if (!std::filesystem::is_directory(folder, error)) return fmt::format("'{}' is no folder", folder.string());
  const std::filesystem::path tried = sibling_of(folder / file.filename());
  const Descriptor out(::open(tried.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!out.is_open()) return std::strerror(errno);
  ::unlink(tried.c_str());
  return {};
}

void write_whole(const std::filesystem::path& file, std::string_view bytes, Durable durable) {
  std::filesystem::path gathered;
  try {
    Descriptor out = begin_sibling(file, gathered);
    put(out, bytes, file);
    if (durable == Durable::yes && ::fsync(out.number()) != 0) fail(file);
    // The lock says that this write is alive until the file is in its place: it belongs to the duplicate too.
    const Descriptor held(::fcntl(out.number(), F_DUPFD_CLOEXEC, 0));
    if (!out.close()) fail(file);
    if (::rename(gathered.c_str(), file.c_str()) != 0) fail(file);
  } catch (...) {
    ::unlink(gathered.c_str());
    throw;
  }
  if (durable == Durable::no) return;
  const Descriptor folder(::open(folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.is_open()) ::fsync(folder.number());
}

FolderLock::FolderLock(const std::filesystem::path& folder)
    : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail(folder);
  ::flock(descriptor_, LOCK_EX);  // on a disk without locks everybody is alone
}

FolderLock::~FolderLock() {
  ::close(descriptor_);
}

void remove_killed_writes_of(const std::set<std::string>& names, const std::filesystem::path& folder) {
  remove_killed_writes(folder, [&](const std::string& name) { return names.contains(name); });
}

void remove_killed_writes_in(const std::filesystem::path& folder, std::string_view extension) {
  remove_killed_writes(folder, [&](const std::string& name) { return name.ends_with(extension); });
}

MappedFile::MappedFile(const std::filesystem::path& file) {
  const Opened opened(file);
  if (!opened.descriptor.is_open()) return;
  is_there_ = true;
  size_ = opened.size;
  if (size_ == 0) return;
  void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, opened.descriptor.number(), 0);
  if (mapped == MAP_FAILED) refuse_file(file, fmt::format("cannot be read ({})", std::strerror(errno)));
  data_ = mapped;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace wafercast
