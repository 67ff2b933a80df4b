#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// `--report FILE.html`, a page to show, or `--xlsx FILE`, a spreadsheet. Nothing but an earlier one of its kind is
/// ever replaced.
class ReportFile {
 public:
  enum class Kind { page, spreadsheet };

  explicit ReportFile(Kind kind = Kind::page) : kind_(kind) {}

  void add_to(CLI::App& command);

  bool is_wanted() const { return !file_.empty(); }

  /// Before the work: throws InputError where the report cannot go.
  void require_place() const;
  void write(const std::string& bytes) const;

 private:
  bool holds_an_earlier_one() const;

  Kind kind_;
  std::filesystem::path file_;
};

}  // namespace wafercast
