#pragma once

#include <runners/store/database.hpp>

#include <cstdint>

namespace wafercast {

/// Of the tables in which a store keeps what it is given.
inline constexpr std::int64_t layout_version = 4;

/// The tables of an empty store.
void make_layout(Database& database);

/// The table of measurements, which came with version 3.
extern const char* const measurement_layout;

}  // namespace wafercast
