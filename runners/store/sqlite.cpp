#include <runners/store/sqlite_file.hpp>

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace wafercast {
namespace {

using namespace sqlite;

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

  bool is_empty() override { return sqlite::is_empty(handle_.get()); }
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
