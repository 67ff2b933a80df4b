#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/jobs/studies/tornado.hpp>

#include <CLI/CLI.hpp>

#include <vector>

namespace wafercast {

/// `wafercast tornado`: what matters most to a figure.
class TornadoCommand {
 public:
  explicit TornadoCommand(CLI::App& command);
  ExitCode run();

 private:
  TornadoRequest request_;
  std::vector<SweepAxis> axes_;
  ReportFile report_;
  bool json_ = false;
};

}  // namespace wafercast
