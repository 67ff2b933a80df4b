#pragma once

#include <engine/learning/learnt.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace wafercast {

/// A folder that keeps posteriors, a file each, named by the key of what they were learnt from. It is a help and never
/// in the way: what cannot be read or written is learnt anew, a damaged file is thrown away, and so is what killed
/// writes have left. Any number of processes may share it.
///
/// When all together grow too large, the files that were used longest ago go. What the command that asks has used
/// itself goes last, and of this the newest: a command that goes through more than there is room for finds the first of
/// it the next time, where nothing would be found if it always gave way to the newest.
class PosteriorCache {
 public:
  using Time = std::filesystem::file_time_type;
  static constexpr std::uintmax_t usual_bytes = std::uintmax_t{1} << 30;

  /// `begun` is when the command began that asks.
  explicit PosteriorCache(std::filesystem::path folder, Time begun = Time::clock::now(),
                          std::uintmax_t most_bytes = usual_bytes)
      : folder_(std::move(folder)), begun_(begun), most_bytes_(most_bytes) {}

  std::unique_ptr<Learnt> find(const std::string& key) const;  ///< nothing where it is not known
  void keep(const std::string& key, const Learnt& learnt) const;

 private:
  std::filesystem::path file_of(const std::string& key) const;
  void note_use(const std::filesystem::path& file) const;
  void make_room() const;

  std::filesystem::path folder_;
  Time begun_;
  std::uintmax_t most_bytes_;
};

}  // namespace wafercast
