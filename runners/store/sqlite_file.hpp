#pragma once

#include <runners/store/database.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>

namespace wafercast::sqlite {

// A file of SQLite's and what it takes to open it without touching what is somebody else's.

inline constexpr int longest_wait_ms = 60'000;
inline constexpr int application_id = 0x77666373;  // "wfcs": tells a store from any other SQLite file

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

/// Throws DatabaseError with what SQLite says of `what`; NoDatabase where that is no database at all.
[[noreturn]] void complain(sqlite3* handle, const std::string& what, int code);

/// `file` as SQLite is to take it, and as people know it.
Handle opened(const std::string& name, int flags, const std::filesystem::path& file);

/// Looks at the file first. Throws NoDatabase.
Handle opened_for(const std::filesystem::path& file, Database::Access access);

bool is_empty(sqlite3* handle);
bool is_store(sqlite3* handle);
std::int64_t number(sqlite3* handle, const char* sql);

/// The file's name with something behind it.
std::filesystem::path beside(const std::filesystem::path& file, const char* ending);

/// Copies a whole database into another.
void copy(sqlite3* from, sqlite3* to, const std::string& name);

}  // namespace wafercast::sqlite
