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

}  // namespace

void ReportFile::add_to(CLI::App& command) {
  if (kind_ == Kind::page) {
    command.add_option("--report", file_, "Write a page to show: one HTML file that works offline");
  } else {
    command.add_option("--xlsx", file_, "Write a spreadsheet: assumptions, medians, a sheet a metric");
  }
}

bool ReportFile::holds_an_earlier_one() const {
  constexpr std::size_t beginning = 1024;
  std::ifstream in(file_, std::ios::binary);
  std::string bytes(beginning, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (kind_ == Kind::spreadsheet) return bytes.find("[Content_Types].xml") != std::string::npos;
  return bytes.find(page_mark) != std::string::npos;
}

void ReportFile::require_place() const {
  namespace fs = std::filesystem;
  if (!is_wanted()) return;
  std::error_code ignored;
  const fs::path folder = fs::absolute(file_).parent_path();
  if (!fs::is_directory(folder, ignored)) refuse(file_, "its folder is not there");
  if (!fs::exists(file_, ignored)) return;
  if (!fs::is_regular_file(file_, ignored)) refuse(file_, "something that is no file lies there");
  if (!holds_an_earlier_one()) refuse(file_, "it holds something that is no report");
}

void ReportFile::write(const std::string& bytes) const {
  write_whole(file_, bytes);
}

}  // namespace wafercast
