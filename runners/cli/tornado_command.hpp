#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/axis.hpp>
#include <runners/jobs/tornado.hpp>

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
  std::vector<Axis> axes_;
  bool json_ = false;
};

}  // namespace wafercast
