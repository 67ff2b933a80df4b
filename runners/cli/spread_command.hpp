#pragma once

#include <wafercast/cli/exit_code.hpp>
#include <wafercast/core/date.hpp>
#include <wafercast/scenario/read.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// What `wafercast spread` was asked for.
struct SpreadArguments {
  std::filesystem::path scenario;
  std::optional<Date> as_of;
  std::vector<std::string> metrics = {"revenue", "gross_margin"};
  std::vector<std::string> periods;  ///< none: the next fiscal year
  std::int64_t paths = 16'384;
  std::uint64_t seed = 1;
  int threads = 0;
  Reach reach{};
  bool json = false;
};

void declare_spread(CLI::App& command, SpreadArguments& arguments);

/// `wafercast spread`: where the variance of a forecast comes from, by group of drivers. Throws InputError.
ExitCode spread(const SpreadArguments& arguments);

}  // namespace wafercast
