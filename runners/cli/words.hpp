#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace wafercast {

/// The words behind a command's name as its parser takes them: files first, then each option as --name=value.
///
/// People write several values behind one option, and a file behind those: a word with '/' or ending in .yaml is the
/// file. Values may also stand between commas. Throws InputError with all that is wrong with the words: an option that
/// is unknown or given twice, a value that is missing or empty, options that need or exclude each other.
std::vector<std::string> arranged(const std::vector<std::string>& words, const CLI::App& command);

/// Whether an option may be given more than once: those that gather values, and flags, which say the same again.
bool is_repeatable(const CLI::Option& option);

bool takes_value(const CLI::Option& option);

}  // namespace wafercast
