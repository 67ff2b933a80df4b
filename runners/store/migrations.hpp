#pragma once

#include <runners/store/database.hpp>

#include <cstdint>

namespace wafercast {

/// From a version of the layout to the newest.
void migrate_layout(Database& database, std::int64_t from);

}  // namespace wafercast
