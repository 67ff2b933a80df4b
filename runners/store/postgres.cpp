#include <runners/store/database.hpp>

#include <fmt/format.h>

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace wafercast {
namespace {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

/// A connection string as libpq reads it.
class Parameters {
 public:
  explicit Parameters(const std::string& place) : options_(PQconninfoParse(place.c_str(), nullptr)) {
    const bool is_address = place.find("://") != std::string::npos;
    if (is_address && looks_misread()) options_.reset();
  }

  bool are_any() const {
    return std::ranges::any_of(all(), [](const PQconninfoOption& option) { return option.val != nullptr; });
  }
  std::string value(const char* keyword) const {
    for (const PQconninfoOption& option : all()) {
      if (std::strcmp(option.keyword, keyword) == 0 && option.val != nullptr) return option.val;
    }
    return {};
  }
  /// The text without anything that libpq calls a password.
  std::string without_secrets(std::string text) const {
    for (const PQconninfoOption& option : all()) {
      const bool is_secret = option.dispchar != nullptr && option.dispchar[0] == '*';
      if (!is_secret || option.val == nullptr || option.val[0] == '\0') continue;
      const std::string secret = option.val;
      for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3)) {
        text.replace(at, secret.size(), "***");
      }
    }
    return text;
  }

 private:
  struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  };
  /// A password with a / or an @ in it ends too soon, and libpq takes its rest for a port, a database or a server.
  bool looks_misread() const {
    return value("port").find_first_not_of("0123456789,") != std::string::npos ||
           value("dbname").find('@') != std::string::npos || value("host").find('@') != std::string::npos;
  }
  /// Ends with one that has no keyword; nothing of a text that libpq cannot read.
  std::span<const PQconninfoOption> all() const {
    std::size_t count = 0;
    while (options_ && options_.get()[count].keyword != nullptr) ++count;
    return {options_.get(), count};
  }

  std::unique_ptr<PQconninfoOption, Free> options_;
};

std::string lower_of(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Whether a text begins like an address with a scheme, whatever the case and the number of its slashes.
bool has_scheme(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon < 2 || text.compare(colon, 2, ":/") != 0) return false;
  return std::ranges::all_of(text.substr(0, colon), [](unsigned char c) { return std::isalpha(c) || c == '+'; });
}

/// Behind `password=` or `password =`, in any case; npos where there is none.
std::size_t password_in(const std::string& text) {
  constexpr std::string_view word = "password";
  const std::string lower = lower_of(text);
  for (auto at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
    const auto behind = text.find_first_not_of(' ', at + word.size());
    if (behind != std::string::npos && text[behind] == '=') return behind + 1;
  }
  return std::string::npos;
}

/// Of a text that libpq cannot read: what may be a password ends where no reader could say, so it goes to its last end.
std::string masked(std::string text) {
  const auto at = text.rfind('@');
  if (has_scheme(text) && at != std::string::npos) {
    const auto user = std::min(text.find_first_not_of('/', text.find(':') + 1), text.size());
    const auto colon = text.find(':', user);
    if (colon < at) text.replace(colon + 1, at - colon - 1, "***");
  }
  const auto password = password_in(text);
  if (password != std::string::npos) text.replace(password, std::string::npos, "***");
  return text;
}

/// What libpq says, on one line.
std::string message_of(PGconn* connection) {
  std::string text = PQerrorMessage(connection);
  while (text.ends_with('\n')) text.pop_back();
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return text;
}

void require(PGconn* connection, const Result& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  throw DatabaseError("the store: " + message_of(connection));
}

/// Values go as text, of which reals come back to the bit; rows are fetched at once.
class PostgresQuery final : public Query {
 public:
  PostgresQuery(PGconn* connection, std::string sql) : connection_(connection), sql_(std::move(sql)) {}

  void bind(int place, std::int64_t value) override { value_at(place) = fmt::format("{}", value); }
  void bind(int place, double value) override { value_at(place) = fmt::format("{}", value); }
  void bind(int place, std::string_view text) override { value_at(place) = std::string(text); }
  void bind_bytes(int place, std::string_view bytes) override {
    std::string hex = "\\x";
    for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    value_at(place) = hex;
  }

  bool step() override {
    if (!result_) {
      std::vector<const char*> texts;
      for (const auto& value : values_) texts.push_back(value ? value->c_str() : nullptr);
      result_.reset(PQexecParams(connection_, sql_.c_str(), static_cast<int>(texts.size()), nullptr, texts.data(),
                                 nullptr, nullptr, 0));
      require(connection_, result_);
      row_ = -1;
    }
    if (++row_ < PQntuples(result_.get())) return true;
    result_.reset();
    return false;
  }

  bool is_nothing(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override { return std::strtoll(cell(column), nullptr, 10); }
  double real(int column) const override { return std::strtod(cell(column), nullptr); }
  std::string text(int column) const override { return cell(column); }

 private:
  const char* cell(int column) const { return PQgetvalue(result_.get(), row_, column); }
  std::optional<std::string>& value_at(int place) {
    values_.resize(std::max(values_.size(), static_cast<std::size_t>(place)));
    return values_[static_cast<std::size_t>(place - 1)];
  }

  PGconn* connection_;
  std::string sql_;
  std::vector<std::optional<std::string>> values_;
  Result result_;
  int row_ = -1;
};

class Postgres final : public Connection {
 public:
  Postgres(const std::string& place, Database::Access access) : name_(postgres_name(place)) {
    const Parameters parameters(place);
    if (!parameters.are_any()) {
      throw NoDatabase(fmt::format(
          "{} cannot be read as a connection string (in a password, write %2F for /, %40 for @, %23 for #)", name_));
    }
    // A server that is away is told of in seconds, where nobody says how long to wait for it.
    const char* keywords[] = {"connect_timeout", "dbname", nullptr};
    const char* values[] = {std::getenv("PGCONNECT_TIMEOUT") != nullptr ? nullptr : "15", place.c_str(), nullptr};
    connection_.reset(PQconnectdbParams(keywords, values, 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      throw NoDatabase(
          fmt::format("{} cannot be reached ({})", name_, parameters.without_secrets(message_of(connection_.get()))));
    }
    run("SET client_min_messages = warning; SET lock_timeout = '60s'");
    if (access == Database::Access::read) run("SET default_transaction_read_only = on");
    if (access != Database::Access::write && is_empty()) {
      throw MissingDatabase(fmt::format("{} holds no store", name_));
    }
  }

  std::unique_ptr<Query> prepare(const std::string& sql) override {
    return std::make_unique<PostgresQuery>(connection_.get(), sql);
  }
  void run(const std::string& sql) override {
    require(connection_.get(), Result(PQexec(connection_.get(), sql.c_str())));
  }
  /// One writer at a time, as in a file: the key of the lock is "wfcs".
  const char* begin() const override { return "BEGIN; SELECT pg_advisory_xact_lock(2003198835)"; }

  bool is_empty() override {
    return number("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()") == 0;
  }
  std::int64_t version() override {
    if (number("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"
               " AND table_name = 'wafercast_store'") == 0) {
      throw NoDatabase(fmt::format("{} is no store of wafercast", name_));
    }
    return number("SELECT version FROM wafercast_store");
  }
  void set_version(std::int64_t version) override {
    run(
        fmt::format("CREATE TABLE IF NOT EXISTS wafercast_store(version BIGINT NOT NULL); DELETE FROM wafercast_store;"
                    " INSERT INTO wafercast_store VALUES({})",
                    version));
  }
  void back_up() override {}  // the transaction is undone when anything fails, and copies are pg_dump's work
  bool go_private() override { return false; }
  std::vector<std::string> damages() override { return {}; }
  void vacuum() override { run("VACUUM"); }

  const char* identity() const override { return "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"; }
  const char* bytes_type() const override { return "BYTEA"; }
  const char* clustered() const override { return ""; }

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::int64_t number(const char* sql) {
    PostgresQuery row(connection_.get(), sql);
    return row.step() ? row.integer(0) : 0;
  }

  std::string name_;  ///< for messages
  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace

bool is_postgres(const std::string& place) {
  // What was meant as one is none that libpq can read: it must not become the name of a file either.
  const std::string lower = lower_of(place);
  const bool is_meant = has_scheme(place) && (lower.starts_with("postgresql:") || lower.starts_with("postgres:"));
  return is_meant || password_in(place) != std::string::npos || Parameters(place).are_any();
}

std::string postgres_name(const std::string& place) {
  const Parameters parameters(place);
  if (!parameters.are_any()) return masked(place);
  const std::string user = parameters.value("user"), port = parameters.value("port");
  return fmt::format("postgresql://{}{}{}{}/{}", user, user.empty() ? "" : "@", parameters.value("host"),
                     port.empty() ? "" : ":" + port, parameters.value("dbname"));
}

std::unique_ptr<Connection> open_postgres(const std::string& place, Database::Access access) {
  return std::make_unique<Postgres>(place, access);
}

}  // namespace wafercast
