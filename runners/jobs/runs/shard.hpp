#pragma once

#include <engine/forecast/part_file.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace wafercast {

/// One of the equal pieces that a run is cut into for several machines: piece `number` of `of`, from 1 on.
struct Shard {
  int number = 1;
  int of = 1;
};

/// Reads `3/1000`. Throws std::invalid_argument with what is wrong.
Shard read_shard(const std::string& text);

/// The paths of a shard: whole blocks but at the end of the run, of all shards together each path once. Contract: a
/// block or more a shard.
PathRange paths_of(const Shard& shard, std::int64_t paths);

/// How many shards a run of that many paths can have: a block each.
std::int64_t most_shards(std::int64_t paths);

/// The file of a shard in a folder of parts.
std::filesystem::path part_file(const std::filesystem::path& folder, int number);

}  // namespace wafercast
