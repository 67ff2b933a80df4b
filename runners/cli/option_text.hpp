#pragma once

#include <wafercast/core/date.hpp>
#include <wafercast/scenario/read.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>

namespace wafercast {

// How people write the values of options. Each throws CLI::ValidationError, which names the option, for other text.

/// `2025-02-27`
Date read_date_option(const std::string& option, const std::string& text);

/// A number of paths: `100000`, `100k`, `1e6` or `1M`.
std::int64_t read_paths_option(std::string text);

/// Declares `--threads`, at most 256 of them.
void add_threads(CLI::App& command, int& threads);

/// Declares `--root` and `--allow-outside`: from where a scenario may read other files.
void add_reach(CLI::App& command, Reach& reach);

/// Declares `--seed`, a whole number from 0 on.
void add_seed(CLI::App& command, std::uint64_t& seed);

}  // namespace wafercast
