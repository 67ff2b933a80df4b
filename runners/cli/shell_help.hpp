#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace wafercast {

// Help beside the program, made from its own list of commands and options, so that neither can fall behind.

/// A completion script for bash: commands, options, then files.
std::string bash_completion(const CLI::App& app);

/// The same for zsh, with what each command and option is for.
std::string zsh_completion(const CLI::App& app);

/// The manual page, as troff: wafercast(1).
std::string man_page(const CLI::App& app, const std::string& version);

/// The same as a page of Markdown, a section a command.
std::string command_reference(const CLI::App& app);

}  // namespace wafercast
