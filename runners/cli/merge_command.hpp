#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast merge`: parts of a run become the forecast of the undivided run.
class MergeCommand {
 public:
  explicit MergeCommand(CLI::App& command);  ///< declares its options
  ExitCode run(std::vector<std::string> words);

 private:
  std::vector<std::filesystem::path> parts_;
  std::optional<std::int64_t> paths_;  ///< of the whole; absent: nobody said
  ScenarioRequest how_;
  std::filesystem::path out_;  ///< empty: where the undivided run would put it
  bool assumptions_ = false;
  bool json_ = false;
  bool quiet_ = false;
};

}  // namespace wafercast
