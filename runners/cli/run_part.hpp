#pragma once

#include <runners/cli/exit_codes.hpp>
#include <runners/jobs/runs/run.hpp>

#include <filesystem>

namespace wafercast {

/// `wafercast run --part FILE`: what a range of paths gave, as a file for `wafercast merge`. Makes no forecast.
struct PartOrder {
  RunRequest request;  ///< of the whole run
  PathRange range;
  std::filesystem::path file;
  bool quiet = false;
};
ExitCode run_part(PartOrder order);

}  // namespace wafercast
