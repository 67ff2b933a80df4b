#include <runners/store/store.hpp>

#include <runners/store/layout.hpp>
#include <runners/store/migrations.hpp>

#include <fmt/format.h>

namespace wafercast {

Store::Store(const std::string& place, Database::Access access) try : database_(place, access) {
  Connection& connection = database_.connection();
  if (access == Database::Access::write && connection.is_empty()) make_new();
  const std::int64_t found = connection.version();
  if (found > layout_version) {
    throw StoreRefused(fmt::format("{} was written by a later program (version {} of the store; this one knows {})",
                                   Database::name_of(place), found, layout_version));
  }
  if (found == layout_version) return;
  if (access == Database::Access::read && !connection.go_private()) {
    throw StoreRefused(fmt::format("{} is of an earlier program (version {} of the store): the next night migrates it",
                                   Database::name_of(place), found));
  }
  if (access != Database::Access::read) connection.back_up();
  migrate();
} catch (const MissingDatabase& error) {
  throw StoreMissing(error.what());
} catch (const NoDatabase& error) {
  throw StoreRefused(error.what());
}

void Store::make_new() {
  Database::Transaction all(database_);
  if (!database_.connection().is_empty()) return;  // made by another night that began at the same time
  make_layout(database_);
  all.commit();
}

void Store::migrate() {
  Database::Transaction all(database_);
  const std::int64_t from = database_.connection().version();
  if (from >= layout_version) return;  // by another night meanwhile
  migrate_layout(database_, from);
  all.commit();
}

}  // namespace wafercast
