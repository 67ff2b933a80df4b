#pragma once

#include <runners/cli/exit_code.hpp>

#include <CLI/CLI.hpp>

#include <string>

namespace wafercast {

/// `wafercast schema`: the scenario language, for editors and for the reference.
class SchemaCommand {
 public:
  explicit SchemaCommand(CLI::App& command);
  ExitCode run() const;

 private:
  std::string format_ = "json";
};

}  // namespace wafercast
