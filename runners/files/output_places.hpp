#pragma once

#include <engine/core/byte_stream.hpp>
#include <runners/files/output_mark.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {

/// Where one command writes and what it reads, looked at together before its work. A file may go where there is
/// nothing, or an earlier one of its kind by wafercast's own mark; never onto another output of the command or onto
/// what it reads, however that is spelt. Places that are empty are not wanted.
class OutputPlaces {
 public:
  void file(OutputKind kind, const std::filesystem::path& place);
  void file(const SealedKind& kind, const std::filesystem::path& place);
  void new_file(const std::filesystem::path& place);  ///< nothing may be there
  /// Files that go into a folder, which is made where there is none.
  void files_in(const std::filesystem::path& folder, const std::vector<std::pair<OutputKind, std::string>>& names);
  /// A folder that no other output lies in, and nothing that is read: a ResultFolder says whether it may be taken.
  void folder(const std::filesystem::path& place);
  void input(const std::filesystem::path& file);
  void store(const std::filesystem::path& file);  ///< a database, with the files that SQLite keeps beside it

  /// Throws InputError with every place that cannot be had, and why. Removes what killed writes have left beside them.
  void require() const;

 private:
  struct Output {
    std::filesystem::path place;
    std::string word;                                          ///< "a report"
    std::function<bool(const std::filesystem::path&)> is_own;  ///< empty: whether it may be taken is asked elsewhere
    bool is_folder = false;
    bool folder_may_be_made = false;
  };

  void add(Output output);
  static std::string problem_with(const Output& output);
  std::string problem_with_folders(const Output& output) const;

  std::vector<Output> outputs_;
  std::vector<std::filesystem::path> inputs_;
};

}  // namespace wafercast
