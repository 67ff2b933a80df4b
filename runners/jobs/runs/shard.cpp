#include <engine/simulation/block.hpp>
#include <runners/jobs/runs/shard.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <stdexcept>

namespace wafercast {

Shard read_shard(const std::string& text) {
  Shard shard;
  const char* end = text.data() + text.size();
  const auto [slash, error] = std::from_chars(text.data(), end, shard.number);
  const bool has_slash = error == std::errc() && slash != end && *slash == '/';
  const auto [stop, error_of] = std::from_chars(has_slash ? slash + 1 : end, end, shard.of);
  if (!has_slash || error_of != std::errc() || stop != end || shard.number < 1 || shard.number > shard.of) {
    throw std::invalid_argument(fmt::format("'{}' is no shard; write 3/1000 for the third of a thousand", text));
  }
  return shard;
}

std::int64_t most_shards(std::int64_t paths) {
  return (paths + block_lanes - 1) / block_lanes;
}

PathRange paths_of(const Shard& shard, std::int64_t paths) {
  const std::int64_t blocks = most_shards(paths);
  assert(shard.of <= blocks);
  // Block i·blocks/of without a product that overflows.
  const auto first_path = [&](std::int64_t i) {
    const std::int64_t block = blocks / shard.of * i + blocks % shard.of * i / shard.of;
    return std::min(block * block_lanes, paths);
  };
  const std::int64_t first = first_path(shard.number - 1);
  return {static_cast<std::uint64_t>(first), first_path(shard.number) - first};
}

std::filesystem::path part_file(const std::filesystem::path& folder, int number) {
  return folder / fmt::format("{}.part", number);
}

}  // namespace wafercast
