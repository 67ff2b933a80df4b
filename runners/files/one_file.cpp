#include <runners/files/one_file.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/result_place.hpp>

#include <fmt/format.h>

#include <fcntl.h>
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
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& problem, const char* suggestion = "") {
  throw InputError(Diagnostic{{file.string(), 0, 0}, problem, suggestion});
}

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::runtime_error(fmt::format("'{}' cannot be written ({})", file.string(), std::strerror(errno)));
}

/// Reads up to `most` bytes; nothing when there is no such file.
std::optional<std::string> read_up_to(const std::filesystem::path& file, std::size_t most) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.is_open() && errno == ENOENT) return std::nullopt;
  struct stat status {};
  if (!in.is_open() || ::fstat(in.number(), &status) != 0) {
    refuse(file, fmt::format("cannot be read ({})", std::strerror(errno)));
  }
  if (!S_ISREG(status.st_mode)) refuse(file, "cannot be read (it is not a file)");
  std::string bytes(std::min(static_cast<std::size_t>(status.st_size), most), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(in.number(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(file, fmt::format("cannot be read ({})", std::strerror(errno)));
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

}  // namespace

std::optional<std::string> read_whole(const std::filesystem::path& file) {
  return read_up_to(file, std::string::npos);
}

void require_place_for(const SealedKind& kind, const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder_of(file), error)) refuse(file, "there is no such folder to write it to");
  const auto status = std::filesystem::symlink_status(file, error);
  if (!std::filesystem::exists(status)) return;
  constexpr const char* suggestion = "name a file that is not there";
  if (!std::filesystem::is_regular_file(status)) refuse(file, "something else is there already", suggestion);
  const auto head = read_up_to(file, kind.magic.size());
  if (head && !begins_like(kind, *head)) {
    refuse(file, fmt::format("a file that is not {} is there already", kind.name), suggestion);
  }
}

void write_whole(const std::filesystem::path& file, std::string_view bytes, Durable durable) {
  const std::filesystem::path gathered = sibling_of(file);
  try {
    Descriptor out(::open(gathered.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!out.is_open()) fail(file);
    put(out, bytes, file);
    if (durable == Durable::yes && ::fsync(out.number()) != 0) fail(file);
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

MappedFile::MappedFile(const std::filesystem::path& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.is_open() && errno == ENOENT) return;
  struct stat status {};
  if (!in.is_open() || ::fstat(in.number(), &status) != 0) {
    refuse(file, fmt::format("cannot be read ({})", std::strerror(errno)));
  }
  if (!S_ISREG(status.st_mode)) refuse(file, "cannot be read (it is not a file)");
  is_there_ = true;
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ == 0) return;
  void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, in.number(), 0);
  if (mapped == MAP_FAILED) refuse(file, fmt::format("cannot be read ({})", std::strerror(errno)));
  data_ = mapped;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace wafercast
