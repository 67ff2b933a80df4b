#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/nightly/night.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>

namespace wafercast {

/// `wafercast nightly`: runs a plan, keeps what came of it, and says what moved.
class NightlyCommand {
 public:
  explicit NightlyCommand(CLI::App& command);
  ExitCode run();

 private:
  void require_places() const;  ///< throws InputError where an output of the plan cannot go
  /// Tells people; false where the alerts could not be sent, or something could not be written.
  bool write_outside(const NightResult& result) const;

  NightRequest request_;
  std::filesystem::path plan_;
  bool health_ = false;
  bool quiet_ = false;
};

}  // namespace wafercast
