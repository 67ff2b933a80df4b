#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/runs/slurm_scripts.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <vector>

namespace wafercast {

/// `wafercast slurm`: the scripts of a run in shards, in a folder of their own. Nothing is submitted.
class SlurmCommand {
 public:
  explicit SlurmCommand(CLI::App& command);  ///< declares its options

  /// Throws InputError for a bad scenario, or where the folder cannot be made; nothing has been written then.
  ExitCode run();

 private:
  SlurmRequest request_;
  std::vector<SweepAxis> axes_;  ///< what is set, one value each
  std::filesystem::path out_;    ///< empty: beside where the result would be
};

}  // namespace wafercast
