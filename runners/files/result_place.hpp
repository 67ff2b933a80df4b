#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

// Where results may go. A program writes only where there is nothing, or an earlier result of its own: whatever else a
// user has stays as it is.

/// Throws InputError, with what lies in the way, unless `folder` is not there, is empty, or holds nothing but an
/// earlier result: files that its manifest.json names (manifests of version 1, which name none, stand for the four
/// files of a run). A symbolic link is in the way, whatever it points to.
void require_place_for_results(const std::filesystem::path& folder);

/// Whether a result may take this place: nothing is there, or an empty folder, or an earlier result. No for a folder
/// that cannot be read. Other processes may replace one result by another meanwhile.
bool may_be_replaced(const std::filesystem::path& folder);

/// In which folder this one stands; the current one for a bare name.
std::filesystem::path parent_of(const std::filesystem::path& folder);

/// A hidden name beside `folder` that nobody else uses, on this machine or on another that shares the disk.
std::filesystem::path sibling_of(const std::filesystem::path& folder);

/// The name of which sibling_of() made this one; nothing where it did not.
std::optional<std::string> original_of(const std::string& sibling);

/// A folder beside that in which a result is to appear, to gather its files in; hidden, and locked for as long as the
/// object lives, so that others can tell it from what a killed run has left.
class GatheringFolder {
 public:
  /// Makes it, and removes what killed runs have left of their own beside it. Throws InputError where nothing can be
  /// written, or the name is too long.
  explicit GatheringFolder(const std::filesystem::path& result);
  ~GatheringFolder();
  GatheringFolder(const GatheringFolder&) = delete;
  GatheringFolder& operator=(const GatheringFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
  std::vector<std::filesystem::path> made_;  ///< folders above it that were not there, the innermost first
};

}  // namespace wafercast
