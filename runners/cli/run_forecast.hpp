#pragma once

#include <runners/cli/exit_codes.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/record/filed_forecasts.hpp>
#include <runners/jobs/runs/precision.hpp>
#include <runners/jobs/runs/run.hpp>
#include <runners/jobs/studies/compared_choice.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A run that becomes a forecast, and what becomes of that.
struct ForecastOrder {
  RunRequest request{};
  std::optional<PrecisionGoal> precision{};  ///< absent: as many paths as were asked for
  std::filesystem::path replay{};            ///< a manifest, whose run it is; empty: none
  std::filesystem::path out{};               ///< empty: results/runs/<name>-<hash>
  std::optional<Filing> file{};              ///< in results/forecasts, before the fact
  ReportFile report{};
  ReportFile spreadsheet{ReportFile::Kind::spreadsheet};
  ComparedChoice choice{};   ///< what is shown
  bool full = false;         ///< show all there is
  bool assumptions = false;  ///< list all of them
  bool profile = false;      ///< say where the time went
  bool json = false;
  bool quiet = false;
};

/// Writes the result folder, prints the table (or JSON). `words` are for the manifest.
ExitCode run_forecast(ForecastOrder order, const std::vector<std::string>& words);

/// Simulates one path and prints it; writes nothing.
ExitCode run_path(ForecastOrder order, std::uint64_t path);

}  // namespace wafercast
