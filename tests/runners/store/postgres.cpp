#include <tests/runners/store/postgres.hpp>

#include <fmt/format.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace wafercast::testing {
namespace {

namespace fs = std::filesystem;

bool runs(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

fs::path programs() {
  std::error_code ignored;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    if (fs::exists(version.path() / "bin/initdb")) return version.path() / "bin";
  }
  return {};
}

/// The server refuses to run as root; it then runs as the user of Debian's package.
std::string as_user() {
  return ::getuid() == 0 ? "runuser -u postgres -- " : "";
}

class Server {
 public:
  Server() : bin_(programs()) {
    if (bin_.empty()) return;
    folder_ = fs::temp_directory_path() / fmt::format("wafercast-pg-{}", ::getpid());
    fs::create_directories(folder_);
    if (::getuid() == 0 && !runs("chown postgres " + folder_.string())) return;
    const std::string data = (folder_ / "data").string();
    // No address on any network: a socket in the folder.
    runs_ = runs(fmt::format("{}{}/initdb -U wafercast -A trust -D {} --no-sync", as_user(), bin_.string(), data)) &&
            runs(fmt::format("{0}{1}/pg_ctl -D {2} -w -o \"-c listen_addresses='' -c unix_socket_directories={3} -c "
                             "fsync=off\" -l {3}/log start",
                             as_user(), bin_.string(), data, folder_.string()));
  }
  ~Server() {
    if (runs_)
      runs(fmt::format("{}{}/pg_ctl -D {}/data -m immediate stop", as_user(), bin_.string(), folder_.string()));
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string socket() const { return runs_ ? folder_.string() : std::string(); }
  bool make(const std::string& name) const {
    return runs(fmt::format("{}/createdb -h {} -U wafercast {}", bin_.string(), folder_.string(), name));
  }

 private:
  fs::path bin_, folder_;
  bool runs_ = false;
};

const Server& the_server() {
  static const Server server;
  return server;
}

}  // namespace

std::string server() {
  return the_server().socket();
}

std::string new_database(const std::string& name) {
  if (server().empty() || !the_server().make(name)) return {};
  return fmt::format("postgresql://wafercast@/{}?host={}", name, server());
}

}  // namespace wafercast::testing
