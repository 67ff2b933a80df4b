#pragma once

#include <runners/cli/exit_codes.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/studies/sweep.hpp>

#include <filesystem>

namespace wafercast {

/// What becomes of a sweep besides its request.
struct SweepOutput {
  std::filesystem::path out{};  ///< the result folder; empty: results/runs/<name>-<hash>
  ReportFile report{};
  bool json = false;  ///< print sweep.json instead of the tables
  bool quiet = false;
};

/// `wafercast run --set NAME=A,B,C`: goes through the points, writes the result folder, prints tables.
ExitCode run_sweep(SweepRequest request, const SweepOutput& output);

}  // namespace wafercast
