#pragma once

#include <wafercast/cli/exit_code.hpp>
#include <wafercast/core/date.hpp>
#include <wafercast/scenario/read.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// What `wafercast why` was asked for.
struct MovedArguments {
  std::filesystem::path scenario;
  Date from;
  Date to;
  std::vector<std::string> metrics = {"revenue", "gross_margin"};
  std::string period;  ///< empty: the fiscal year after the one forecast first on `from`
  std::int64_t paths = 65'536;
  std::uint64_t seed = 1;
  int threads = 0;
  Reach reach{};
  bool json = false;
};

void declare_moved(CLI::App& command, MovedArguments& arguments);

/// `wafercast why`: which news moved a forecast from one day's median to another's. Throws InputError.
ExitCode moved(MovedArguments arguments);

}  // namespace wafercast
