#pragma once

#include <engine/language/compose/read_options.hpp>

#include <filesystem>
#include <vector>

namespace wafercast::language {

/// The folders within which the files lie that a scenario may name (`extends`, `with`, `data`): a scenario that comes
/// from somebody else must not read what it has no business with. Symbolic links are followed before it is judged.
class Enclosure {
 public:
  /// The root is the one of the options; else the nearest folder at or above the scenario's that holds `.git`, which is
  /// the project it belongs to; else the folder above the scenario's own, so that `what-if/x.yaml` may extend
  /// `../base.yaml`. A data folder of the options is allowed beside it.
  Enclosure(const std::filesystem::path& scenario, const ReadOptions& options);

  /// Throws ValueError when the file lies outside.
  void check(const std::filesystem::path& file) const;

 private:
  std::vector<std::filesystem::path> roots_;  ///< none: everything is allowed
};

}  // namespace wafercast::language
