#include <wafercast/forecast/failed_paths.hpp>

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

}  // namespace wafercast
