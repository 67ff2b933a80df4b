#include <runners/store/sqlite_file.hpp>

#include <fmt/format.h>

#include <cstring>

namespace wafercast::sqlite {
namespace {

/// As it lies on the disk: no lock is taken and no file made beside it, which needs no right but to read. True where
/// nobody has it open for writing.
Handle opened_as_it_lies(const std::filesystem::path& file) {
  const std::string whole = std::filesystem::absolute(file).string();
  std::string name;
  for (const char c : whole) {
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
        fmt::format("{} cannot be read without write permission to its folder (the newest writes are in {}); let "
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
    throw MissingDatabase(fmt::format("there is no store {}", Database::name_of(file.string())));
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

}  // namespace

void complain(sqlite3* handle, const std::string& what, int code) {
  if ((code & 0xff) == SQLITE_NOTADB) throw NoDatabase(fmt::format("{} is no store of wafercast", what));
  throw DatabaseError(fmt::format("{}: {}", what, handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
}

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
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  const std::int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) complain(handle, "the store", code);
  return value;
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

void copy(sqlite3* from, sqlite3* to, const std::string& name) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) complain(to, name, SQLITE_ERROR);
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) complain(to, name, code);
}

}  // namespace wafercast::sqlite
