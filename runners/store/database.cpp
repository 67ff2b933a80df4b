#include <runners/store/database.hpp>

namespace wafercast {

bool Database::is_server(const std::string& place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

Database::Database(const std::string& place, Access access)
    : connection_(is_server(place) ? open_postgres(place, access) : open_sqlite(place, access)) {}

Database::Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.run("ROLLBACK");
  } catch (const DatabaseError&) {
    // The database undoes by itself what cannot be written, and says so to whoever opens it next.
  }
}

void Database::Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace wafercast
