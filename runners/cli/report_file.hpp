#pragma once

#include <runners/files/output_places.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace wafercast {

/// `--report FILE.html`, a page to show, or `--xlsx FILE`, a spreadsheet. Nothing but an earlier one of its kind is
/// ever replaced (output_places.hpp).
class ReportFile {
 public:
  enum class Kind { page, spreadsheet };

  explicit ReportFile(Kind kind = Kind::page) : kind_(kind) {}

  void add_to(CLI::App& command);

  bool is_wanted() const { return !file_.empty(); }

  /// To be asked for with the command's other places before the work.
  void claim(OutputPlaces& places) const;
  /// The same at once, of a command that reads these files and writes nothing else.
  void require_place(const std::vector<std::filesystem::path>& read) const;
  void write(const std::string& bytes) const;

  const std::filesystem::path& place() const { return file_; }

 private:
  Kind kind_;
  std::filesystem::path file_;
};

}  // namespace wafercast
