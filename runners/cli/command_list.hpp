#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace wafercast {

// The program's own list of commands and options, of which help beside the program is made: it cannot fall behind.

std::vector<const CLI::App*> commands_of(const CLI::App& app);
std::vector<const CLI::Option*> options_of(const CLI::App& command);
std::vector<const CLI::Option*> arguments_of(const CLI::App& command);

/// The text with `escape` before each of some characters.
std::string with_escaped(std::string_view text, std::string_view characters, std::string_view escape);

/// The list as a page of Markdown, a section a command: docs/commands.md.
std::string command_reference(const CLI::App& app);

}  // namespace wafercast
