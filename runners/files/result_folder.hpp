#pragma once

#include <runners/files/result_place.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// A folder of results that appears complete or not at all. Files are gathered in a hidden sibling; publish() puts it
/// in place. Whatever ends the object before that (an error, an interruption that unwinds) removes the sibling and
/// leaves an earlier result as it was; what a killed process leaves is removed by the next. Nothing but an earlier
/// result is ever replaced (result_place.hpp). Processes that publish the same folder at once each put a complete one
/// in place; the last stays.
///
/// To be made before the work whose results it takes: the constructor throws InputError where results cannot go. Later
/// failures are std::runtime_error with the path and the system's reason.
class ResultFolder {
 public:
  explicit ResultFolder(std::filesystem::path folder);

  void add(std::string_view name, std::string_view text);  ///< a file name, with folders of its own if need be

  /// The files so far, for a manifest that names them.
  const std::vector<std::string>& names() const { return names_; }

  /// Everything is on the disk when this returns. A folder that holds the same files already is left untouched.
  void publish();

 private:
  std::filesystem::path folder_;
  std::optional<GatheringFolder> gathered_;
  std::vector<std::string> names_;
};

/// Puts `from` in the place of the folder `to` by renaming, for file systems that cannot exchange two folders in one
/// step: between two renames a reader may find nothing, but never half of a result. Afterwards `from` is gone.
void replace_by_renames(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace wafercast
