#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// What the database says went wrong: a full disk, a lock that was not given up, a damaged file, a server that is gone.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The file, or what a server has under that name, is no store, is not there or cannot be reached: nothing was done to
/// it. what() is a whole sentence for people.
class NoDatabase : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

/// There is nothing there yet: neither a file, nor a table on the server.
class MissingDatabase : public NoDatabase {
 public:
  using NoDatabase::NoDatabase;
};

/// One statement of one kind of database; places count from 1, columns from 0.
class Query {
 public:
  virtual ~Query() = default;
  virtual void bind(int place, std::int64_t value) = 0;
  virtual void bind(int place, double value) = 0;
  virtual void bind(int place, std::string_view text) = 0;
  virtual void bind_bytes(int place, std::string_view bytes) = 0;
  virtual bool step() = 0;
  virtual bool is_nothing(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string text(int column) const = 0;
};

/// A prepared statement: bound, stepped through, and bound again.
class Statement {
 public:
  explicit Statement(std::unique_ptr<Query> query) : query_(std::move(query)) {}

  /// The values of $1, $2, …: whole numbers, reals and texts.
  template <class... Values>
  Statement& with(const Values&... values) {
    int place = 0;
    (bind(++place, values), ...);
    return *this;
  }
  Statement& bind_bytes(int place, std::string_view bytes) {
    query_->bind_bytes(place, bytes);
    return *this;
  }

  /// To the next row; false after the last, and the statement can then be bound anew.
  bool step() { return query_->step(); }
  void run() {
    while (step()) {
    }
  }

  bool is_nothing(int column) const { return query_->is_nothing(column); }
  std::int64_t integer(int column) const { return query_->integer(column); }
  double real(int column) const { return query_->real(column); }
  std::string text(int column) const { return query_->text(column); }

 private:
  void bind(int place, double value) { query_->bind(place, value); }
  void bind(int place, const std::string& text) { query_->bind(place, std::string_view(text)); }
  void bind(int place, const char* text) { query_->bind(place, std::string_view(text)); }
  template <class Whole>
  requires std::is_integral_v<Whole>
  void bind(int place, Whole value) { query_->bind(place, static_cast<std::int64_t>(value)); }

  std::unique_ptr<Query> query_;
};

/// A kind of database, as far as the store needs one. SQL that both kinds understand is written once, in the store;
/// what they spell otherwise is here.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual std::unique_ptr<Query> prepare(const std::string& sql) = 0;
  virtual void run(const std::string& sql) = 0;  ///< statements without values, any number
  virtual const char* begin() const = 0;         ///< what begins a transaction that writes, alone among writers

  virtual bool is_empty() = 0;         ///< nothing was ever put into it
  virtual std::int64_t version() = 0;  ///< of the store's layout; throws NoDatabase where it holds something else
  virtual void set_version(std::int64_t version) = 0;
  virtual void back_up() = 0;  ///< copies all that is there, where copies are not a server's own work
  /// Goes on with a copy that nobody else sees and that is gone with the connection; false where that cannot be had.
  virtual bool go_private() = 0;
  virtual std::vector<std::string> damages() = 0;
  virtual void vacuum() = 0;

  // Words of the layout.
  virtual const char* identity() const = 0;  ///< the type of a key that counts up
  virtual const char* bytes_type() const = 0;
  virtual const char* clustered() const = 0;  ///< behind a table that lies in the order of its key
};

/// Where a store is: a file, or a server (`postgresql://user@host/name`, or libpq's `host=… dbname=…`).
class Database {
 public:
  enum class Access {
    read,    ///< nothing is changed, and nothing is needed but the right to read
    change,  ///< what is there already
    write    ///< and is made where there is nothing
  };

  static bool is_server(const std::string& place);
  /// The place for messages and logs: without a password, and without what could end a line.
  static std::string name_of(const std::string& place);

  /// Looks first, without a right to write; what is no store's is refused as it was. Throws NoDatabase and
  /// DatabaseError.
  Database(const std::string& place, Access access);

  Statement prepare(const std::string& sql) { return Statement(connection_->prepare(sql)); }
  void run(const std::string& sql) { connection_->run(sql); }
  Connection& connection() { return *connection_; }

  /// All or nothing: what was done since is undone unless commit() was reached.
  class Transaction {
   public:
    explicit Transaction(Database& database) : database_(database) { database_.run(database_.connection_->begin()); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    Database& database_;
    bool open_ = true;
  };

 private:
  std::unique_ptr<Connection> connection_;
};

/// Each kind of database, behind its C API and nothing else.
std::unique_ptr<Connection> open_sqlite(const std::filesystem::path& file, Database::Access access);
std::unique_ptr<Connection> open_postgres(const std::string& place, Database::Access access);

/// Whether libpq takes the text for a connection string: `postgresql://…`, or `host=… dbname=…`.
bool is_postgres(const std::string& place);
/// `postgresql://user@host:port/name`, whatever else the connection string holds.
std::string postgres_name(const std::string& place);

}  // namespace wafercast
