#include <engine/forecast/failed_paths.hpp>

#include <algorithm>

namespace wafercast {

void FailedPaths::add(std::uint64_t path) {
  ++count_;
  keep(path);
}

void FailedPaths::merge(const FailedPaths& other) {
  count_ += other.count_;
  for (const std::uint64_t path : other.lowest_) keep(path);
}

void FailedPaths::keep(std::uint64_t path) {
  lowest_.insert(std::upper_bound(lowest_.begin(), lowest_.end(), path), path);
  if (lowest_.size() > kept) lowest_.pop_back();
}

void FailedPaths::write(ByteWriter& bytes) const {
  bytes.number(count_);
  bytes.number(static_cast<std::uint64_t>(lowest_.size()));
  for (const std::uint64_t path : lowest_) bytes.number(path);
}

FailedPaths FailedPaths::read(ByteReader& bytes) {
  FailedPaths failed;
  failed.count_ = bytes.signed_number();
  const std::size_t held = bytes.count(sizeof(std::uint64_t));
  const bool sound = failed.count_ >= 0 && held == std::min(kept, static_cast<std::size_t>(failed.count_));
  if (!sound) throw FormatError("its failed paths do not add up");
  for (std::size_t i = 0; i < held; ++i) {
    const std::uint64_t path = bytes.unsigned_number();
    if (i > 0 && path <= failed.lowest_.back()) throw FormatError("its failed paths are not in order");
    failed.lowest_.push_back(path);
  }
  return failed;
}

}  // namespace wafercast
