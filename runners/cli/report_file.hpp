#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// `--report FILE.html`: a page to show. Nothing but an earlier report is ever replaced.
class ReportFile {
 public:
  void add_to(CLI::App& command);

  bool is_wanted() const { return !file_.empty(); }

  /// Before the work: throws InputError where the report cannot go.
  void require_place() const;
  void write(const std::string& page) const;

 private:
  std::filesystem::path file_;
};

}  // namespace wafercast
