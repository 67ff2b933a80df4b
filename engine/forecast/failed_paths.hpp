#pragma once

#include <engine/core/byte_stream.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wafercast {

/// Counts paths that failed and keeps the lowest ids, whatever the order in which they come.
class FailedPaths {
 public:
  static constexpr std::size_t kept = 16;

  FailedPaths() { lowest_.reserve(2 * kept); }

  void add(std::uint64_t path);
  void merge(const FailedPaths& other);

  void write(ByteWriter& bytes) const;
  static FailedPaths read(ByteReader& bytes);  ///< throws FormatError

  std::int64_t count() const { return count_; }
  const std::vector<std::uint64_t>& lowest() const { return lowest_; }  ///< ascending, at most `kept`

 private:
  void keep(std::uint64_t path);

  std::int64_t count_ = 0;
  std::vector<std::uint64_t> lowest_;
};

}  // namespace wafercast
