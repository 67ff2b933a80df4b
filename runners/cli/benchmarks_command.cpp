#include <runners/cli/commands.hpp>

#include <runners/cli/report_file.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/night_report/benchmarks.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

namespace wafercast {
namespace {

/// `wafercast benchmarks`: what benchmarks took, kept beside the forecasts, and how it moved.
class BenchmarksCommand final : public Command {
 public:
  explicit BenchmarksCommand(CLI::App& command);

  /// Throws InputError for files that hold no benchmarks; nothing has been added then.
  ExitCode run() override;

 private:
  std::vector<std::filesystem::path> files_;
  std::string store_;
  ReportFile report_;
};

BenchmarksCommand::BenchmarksCommand(CLI::App& command) {
  command.add_option("files", files_,
                     "What benchmarks wrote as JSON: 'bench check --json', or Google Benchmark; default: add nothing");
  command.add_option("--store", store_, "The store of a nightly plan; made where there is none")->required();
  report_.add_to(command);
}

ExitCode BenchmarksCommand::run() {
  OutputPlaces places;
  report_.claim(places);
  places.store(store_);
  for (const std::filesystem::path& file : files_) places.input(file);
  places.require();
  std::vector<Measurement> read;
  for (const std::filesystem::path& file : files_) {
    Benchmarks in_file = read_benchmarks(file);
    std::ranges::move(in_file.measurements, std::back_inserter(read));
    for (const std::string& left_out : in_file.left_out) fmt::print(stderr, "{}: {}\n", file.string(), left_out);
  }
  Store store(store_, files_.empty() ? Database::Access::read : Database::Access::write);
  if (!read.empty()) store.add_measurements(read);
  const std::vector<Measurement> kept = store.measurements();
  if (report_.is_wanted()) report_.write(benchmarks_page(kept));
  fmt::print("{}", kept.empty() ? "no benchmarks are kept here\n" : benchmarks_text(kept, colours_of_output()));
  return ExitCode::done;
}

}  // namespace

CommandKind benchmarks_command() {
  return {"benchmarks", "Store benchmark times, and show how they moved", declare<BenchmarksCommand>};
}

}  // namespace wafercast
