#include <runners/store/database.hpp>

#include <engine/core/printable.hpp>

namespace wafercast {

bool Database::is_server(const std::string& place) {
  return is_postgres(place);
}

std::string Database::name_of(const std::string& place) {
  return printable_line(postgres_name(place));  // also of what was only meant as a server
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
