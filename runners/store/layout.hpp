#pragma once

#include <runners/store/database.hpp>

#include <cstdint>

namespace wafercast {

/// Of the tables in which a store keeps what it is given.
inline constexpr std::int64_t layout_version = 4;

/// The tables of an empty store.
void make_layout(Database& database);

/// From a version of the layout to the newest.
void migrate_layout(Database& database, std::int64_t from);

}  // namespace wafercast
