#pragma once

#include <wafercast/core/date.hpp>
#include <wafercast/scenario/read.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace wafercast {

/// What `wafercast run` was asked for.
struct RunArguments {
  std::filesystem::path scenario;
  std::optional<Date> as_of;
  std::optional<int> quarters;
  std::optional<std::filesystem::path> data_folder;
  std::int64_t paths = 100'000;
  std::uint64_t seed = 1;
  int threads = 0;
  Reach reach{};
  std::filesystem::path out;          ///< empty: results/runs/<name>-<hash>
  std::filesystem::path replay;       ///< a manifest; empty: none
  std::optional<std::uint64_t> path;  ///< replay this path alone and print it
  bool assumptions = false;           ///< list all of them
  bool file = false;                  ///< in results/forecasts, before the fact
  bool json = false;
  bool quiet = false;
};

/// Declares `--paths`, which takes 100000, 100k or 1e5.
void add_paths(CLI::App& command, std::int64_t& paths, const std::string& meaning);

/// Declares the options of `run` on its subcommand.
void declare_run(CLI::App& command, RunArguments& arguments);

}  // namespace wafercast
