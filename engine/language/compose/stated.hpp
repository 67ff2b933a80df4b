#pragma once

#include <engine/language/compose/read_options.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// Where one of a scenario's files says something of a driver or an event, and what.
struct Stated {
  SourceLocation where;
  std::string section;  ///< drivers, events, believe, override
  std::string text;     ///< on one line
};

/// In the order in which the files are laid over each other, what is set on top last: the last one counts. `name` is a
/// driver's or `events.NAME`; patterns that fit it are statements too. Throws InputError where a file cannot be read.
std::vector<Stated> statements_of(const std::filesystem::path& file, const ReadOptions& options, std::string_view name);

}  // namespace wafercast
