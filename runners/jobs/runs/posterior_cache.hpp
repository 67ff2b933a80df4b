#pragma once

#include <engine/learning/learnt.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace wafercast {

/// A folder that keeps posteriors, a file each, named by the key of what they were learnt from. It is a help and never
/// in the way: what cannot be read or written is learnt anew, a damaged file is thrown away, and the files that were
/// used longest ago go when all together grow too large, and so does what killed writes have left. Any number of
/// processes may share it.
class PosteriorCache {
 public:
  static constexpr std::uintmax_t usual_bytes = std::uintmax_t{1} << 30;

  explicit PosteriorCache(std::filesystem::path folder, std::uintmax_t most_bytes = usual_bytes)
      : folder_(std::move(folder)), most_bytes_(most_bytes) {}

  std::unique_ptr<Learnt> find(const std::string& key) const;  ///< nothing where it is not known
  void keep(const std::string& key, const Learnt& learnt) const;

 private:
  std::filesystem::path file_of(const std::string& key) const;
  void make_room() const;

  std::filesystem::path folder_;
  std::uintmax_t most_bytes_;
};

}  // namespace wafercast
