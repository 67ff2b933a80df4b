#include <runners/store/migrations.hpp>

#include <runners/store/layout.hpp>

#include <array>

namespace wafercast {

void migrate_layout(Database& database, std::int64_t from) {
  /// From each version of the layout to the next, from 1 on.
  const std::array migrations = {
      "ALTER TABLE night ADD COLUMN program TEXT NOT NULL DEFAULT ''",
      measurement_layout,
      // Of whom an earlier program did not tell, nobody knows: nobody is told again.
      "ALTER TABLE night ADD COLUMN file TEXT NOT NULL DEFAULT '';"
      "ALTER TABLE alert ADD COLUMN told TEXT;"
      "UPDATE alert SET told = ''",
  };
  static_assert(migrations.size() + 1 == layout_version);
  for (auto at = from; at < layout_version; ++at) database.run(migrations.at(static_cast<std::size_t>(at - 1)));
  database.connection().set_version(layout_version);
}

}  // namespace wafercast
