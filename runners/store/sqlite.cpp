#include <runners/store/database.hpp>

#include <fmt/format.h>

#include <sqlite3.h>

#include <chrono>
#include <cstring>
#include <thread>

namespace wafercast {
namespace {

constexpr int longest_wait_ms = 60'000;
constexpr int application_id = 0x77666373;  // "wfcs": tells a store from any other SQLite file

[[noreturn]] void complain(sqlite3* handle, const std::string& what, int code) {
  if ((code & 0xff) == SQLITE_NOTADB) throw NoDatabase(fmt::format("{} is no store of wafercast", what));
  throw DatabaseError(fmt::format("{}: {}", what, handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
}

class SqliteQuery final : public Query {
 public:
  SqliteQuery(sqlite3* handle, const std::string& sql) : handle_(handle) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(handle, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
    statement_.reset(statement);
    check(code);
  }

  void bind(int place, std::int64_t value) override { check(sqlite3_bind_int64(statement_.get(), at(place), value)); }
  void bind(int place, double value) override { check(sqlite3_bind_double(statement_.get(), at(place), value)); }
  void bind(int place, std::string_view text) override {
    check(sqlite3_bind_text(statement_.get(), at(place), text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
  }
  void bind_bytes(int place, std::string_view bytes) override {
    check(sqlite3_bind_blob64(statement_.get(), at(place), bytes.data(), bytes.size(), SQLITE_TRANSIENT));
  }

  bool step() override {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    sqlite3_reset(statement_.get());
    if (code != SQLITE_DONE) complain(handle_, "the store", code);
    return false;
  }

  bool is_nothing(int column) const override { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_.get(), column); }
  double real(int column) const override { return sqlite3_column_double(statement_.get(), column); }
  std::string text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return text == nullptr ? std::string() : std::string(text, size);
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  /// $1 is a name to SQLite.
  int at(int place) const { return sqlite3_bind_parameter_index(statement_.get(), fmt::format("${}", place).c_str()); }
  void check(int code) const {
    if (code != SQLITE_OK) complain(handle_, "the store", code);
  }

  sqlite3* handle_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

/// `file` as SQLite is to take it, and as people know it.
Handle opened(const std::string& name, int flags, const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
  Handle owned(handle);
  if ((code & 0xff) == SQLITE_CANTOPEN) {
    throw NoDatabase(
        fmt::format("{} cannot be opened ({})", file.string(), std::strerror(sqlite3_system_errno(handle))));
  }
  if (code != SQLITE_OK) complain(handle, file.string(), code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, longest_wait_ms);
  return owned;
}

std::int64_t number(sqlite3* handle, const char* sql) {
  SqliteQuery row(handle, sql);
  return row.step() ? row.integer(0) : 0;
}

bool is_empty(sqlite3* handle) {
  return number(handle, "SELECT count(*) FROM sqlite_master") == 0 && number(handle, "PRAGMA user_version") == 0;
}

bool is_store(sqlite3* handle) {
  return number(handle, "PRAGMA application_id") == application_id;
}

std::filesystem::path beside(const std::filesystem::path& file, const char* ending) {
  std::filesystem::path path = file;
  path += ending;
  return path;
}

/// As it lies on the disk: no lock is taken and no file made beside it, which needs no right but to read. True where
/// nobody has it open for writing.
Handle opened_as_it_lies(const std::filesystem::path& file) {
  std::string name;
  for (const char c : std::filesystem::absolute(file).string()) {
    const bool has_meaning = c == '?' || c == '#' || c == '%';
    name += has_meaning ? fmt::format("%{:02x}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return opened("file:" + name + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, file);
}

/// Beside others who write, whose log SQLite shares by files beside the store. Who may not make these reads the store
/// as it lies; but not where a log was left behind, which holds what was written last.
Handle opened_to_read(const std::filesystem::path& file) {
  Handle handle = opened(file.string(), SQLITE_OPEN_READONLY, file);
  const int code = sqlite3_exec(handle.get(), "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
  const int kind = code & 0xff;
  if (kind != SQLITE_CANTOPEN && kind != SQLITE_READONLY) {
    if (code != SQLITE_OK) complain(handle.get(), file.string(), code);
    return handle;
  }
  std::error_code none;
  const std::filesystem::path log = beside(file, "-wal");
  if (std::filesystem::exists(log, none) && std::filesystem::file_size(log, none) > 0) {
    throw NoDatabase(
        fmt::format("{} cannot be read without a right to write beside it (what was written last stands in {}); let "
                    "its owner look into it once",
                    file.string(), log.filename().string()));
  }
  return opened_as_it_lies(file);
}

/// Throws NoDatabase for what is not there, where that is asked for, and for what is somebody else's.
void look_at(const std::filesystem::path& file, Database::Access access) {
  std::error_code unknown;
  const auto status = std::filesystem::status(file, unknown);
  if (!std::filesystem::exists(status)) {
    if (access == Database::Access::write) return;
    throw MissingDatabase(fmt::format("there is no store {}", file.string()));
  }
  const auto refuse = [&] { throw NoDatabase(fmt::format("{} is no store of wafercast", file.string())); };
  if (!std::filesystem::is_regular_file(status)) refuse();
  const bool in_use = std::filesystem::exists(beside(file, "-wal"), unknown) ||
                      std::filesystem::exists(beside(file, "-journal"), unknown);
  const Handle handle = in_use ? opened_to_read(file) : opened_as_it_lies(file);
  if (is_store(handle.get())) return;
  if (!is_empty(handle.get())) refuse();
  if (access != Database::Access::write) throw MissingDatabase(fmt::format("{} is no store yet", file.string()));
}

Handle opened_for(const std::filesystem::path& file, Database::Access access) {
  look_at(file, access);
  if (access == Database::Access::read) return opened_to_read(file);
  const int may_make = access == Database::Access::write ? SQLITE_OPEN_CREATE : 0;
  Handle handle = opened(file.string(), SQLITE_OPEN_READWRITE | may_make, file);
  // SQLite opens what may not be written for reading, and says so in the midst of a night.
  if (sqlite3_db_readonly(handle.get(), "main") == 1) {
    throw NoDatabase(fmt::format("{} may not be written by this user", file.string()));
  }
  return handle;
}

/// Copies a whole database into another.
void copy(sqlite3* from, sqlite3* to, const std::string& name) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) complain(to, name, SQLITE_ERROR);
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) complain(to, name, code);
}

/// A writer waits for another as long as a unit of work takes; readers and a writer do not wait for each other.
class Sqlite final : public Connection {
 public:
  Sqlite(std::filesystem::path file, Database::Access access)
      : file_(std::move(file)), handle_(opened_for(file_, access)) {
    if (access == Database::Access::read) return;
    keep_a_log();
    // What is committed survives a loss of power, not only a kill: a night costs more than the wait for the disk.
    run("PRAGMA synchronous = FULL");
  }

  std::unique_ptr<Query> prepare(const std::string& sql) override {
    return std::make_unique<SqliteQuery>(handle_.get(), sql);
  }
  void run(const std::string& sql) override {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) complain(handle_.get(), "the store", code);
  }
  const char* begin() const override { return "BEGIN IMMEDIATE"; }

  bool is_empty() override { return wafercast::is_empty(handle_.get()); }
  std::int64_t version() override {
    if (!is_store(handle_.get())) throw NoDatabase(fmt::format("{} is no store of wafercast", file_.string()));
    return number(handle_.get(), "PRAGMA user_version");
  }
  void set_version(std::int64_t version) override {
    run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, version));
  }
  void back_up() override {
    std::filesystem::path to = beside(file_, fmt::format(".version-{}", version()).c_str());
    while (std::filesystem::exists(to)) to += "-again";  // of an earlier trial, or somebody's
    copy(handle_.get(), opened(to.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, to).get(), to.string());
  }
  bool go_private() override {
    Handle own = opened("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, file_);  // a file without a name
    copy(handle_.get(), own.get(), file_.string());
    handle_ = std::move(own);
    return true;
  }
  std::vector<std::string> damages() override {
    std::vector<std::string> damages;
    SqliteQuery row(handle_.get(), "PRAGMA integrity_check");
    while (row.step()) {
      if (row.text(0) != "ok") damages.push_back(row.text(0));
    }
    return damages;
  }
  void vacuum() override { run("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"); }

  const char* identity() const override { return "INTEGER PRIMARY KEY AUTOINCREMENT"; }
  const char* bytes_type() const override { return "BLOB"; }
  const char* clustered() const override { return "WITHOUT ROWID"; }

 private:
  /// Changing the kind of journal needs the file alone, and unlike all else does not wait for it.
  void keep_a_log() {
    using namespace std::chrono_literals;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(longest_wait_ms);
    while (true) {
      const int code = sqlite3_exec(handle_.get(), "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
      if (code == SQLITE_OK) return;
      if ((code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY) {
        throw NoDatabase(fmt::format("{} cannot be written (there is no right to write beside it)", file_.string()));
      }
      if ((code & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() > until) {
        complain(handle_.get(), file_.string(), code);
      }
      std::this_thread::sleep_for(5ms);
    }
  }

  std::filesystem::path file_;
  Handle handle_;
};

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::filesystem::path& file, Database::Access access) {
  return std::make_unique<Sqlite>(file, access);
}

}  // namespace wafercast
