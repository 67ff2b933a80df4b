#include <runners/cli/report_file.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/one_file.hpp>
#include <runners/report/html/report_page.hpp>

#include <fmt/format.h>

#include <fstream>

namespace wafercast {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const char* why) {
  throw InputError(Diagnostic{{file.string(), 0, 0},
                              fmt::format("the report cannot go here ({})", why),
                              "name a new file, or one that holds an earlier report"});
}

bool holds_a_report(const std::filesystem::path& file) {
  constexpr std::size_t beginning = 1024;
  std::ifstream in(file, std::ios::binary);
  std::string text(beginning, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  return text.find(page_mark) != std::string::npos;
}

}  // namespace

void ReportFile::add_to(CLI::App& command) {
  command.add_option("--report", file_, "Write a page to show: one HTML file that works offline");
}

void ReportFile::require_place() const {
  namespace fs = std::filesystem;
  if (!is_wanted()) return;
  std::error_code ignored;
  const fs::path folder = fs::absolute(file_).parent_path();
  if (!fs::is_directory(folder, ignored)) refuse(file_, "its folder is not there");
  if (!fs::exists(file_, ignored)) return;
  if (!fs::is_regular_file(file_, ignored)) refuse(file_, "something that is no file lies there");
  if (!holds_a_report(file_)) refuse(file_, "it holds something that is no report");
}

void ReportFile::write(const std::string& page) const {
  write_whole(file_, page);
}

}  // namespace wafercast
