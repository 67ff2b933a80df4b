#include <runners/cli/report_file.hpp>

#include <runners/files/one_file.hpp>

#include <CLI/CLI.hpp>

namespace wafercast {

void ReportFile::add_to(CLI::App& command) {
  if (kind_ == Kind::page) {
    command.add_option("--report", file_, "Write a page to show: one HTML file that works offline");
  } else {
    command.add_option("--xlsx", file_, "Write a spreadsheet: assumptions, medians, a sheet a metric");
  }
}

void ReportFile::claim(OutputPlaces& places) const {
  places.file(kind_ == Kind::page ? OutputKind::page : OutputKind::spreadsheet, file_);
}

void ReportFile::require_place(const std::vector<std::filesystem::path>& read) const {
  OutputPlaces places;
  claim(places);
  for (const std::filesystem::path& file : read) places.input(file);
  places.require();
}

void ReportFile::write(const std::string& bytes) const {
  write_whole(file_, bytes);
}

}  // namespace wafercast
