#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace wafercast {

/// What the database says went wrong: a full disk, a lock that was not given up, a damaged file.
class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(const std::string& what, int code) : std::runtime_error(what), code_(code) {}
  int code() const { return code_; }  ///< SQLite's primary result code

 private:
  int code_;
};

/// A prepared statement: bound, stepped through, reset, and bound again.
class Statement {
 public:
  Statement(sqlite3* database, const std::string& sql);

  Statement& bind(int place, std::int64_t value);  ///< places count from 1
  Statement& bind(int place, double value);
  Statement& bind(int place, std::string_view text);
  Statement& bind_bytes(int place, std::string_view bytes);
  Statement& bind_nothing(int place);

  /// To the next row; false after the last, and the statement can then be bound anew.
  bool step();
  /// Runs a statement that yields no rows.
  void run();

  bool is_nothing(int column) const;  ///< columns count from 0
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  std::string bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  [[noreturn]] void fail(int code) const;
  void check(int code) const;

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// The C API of SQLite behind one narrow class: a file, its statements, its transactions. A writer waits for another as
/// long as a unit of work takes; readers and a writer do not wait for each other (write-ahead log).
class Database {
 public:
  enum class Access { read, write };

  /// For writing the file is made where there is none. Throws DatabaseError.
  Database(const std::filesystem::path& file, Access access);

  Statement prepare(const std::string& sql) { return {handle_.get(), sql}; }
  void run(const std::string& sql);  ///< statements without values, any number
  std::int64_t last_id() const;      ///< of the row that was inserted last
  int changed_rows() const;          ///< by the statement that ran last

  /// All or nothing: what was done since is undone unless commit() was reached.
  class Transaction {
   public:
    explicit Transaction(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    Database& database_;
    bool open_ = true;
  };

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace wafercast
