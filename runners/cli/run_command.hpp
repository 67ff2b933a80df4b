#pragma once

#include <wafercast/cli/exit_code.hpp>
#include <wafercast/cli/options.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// `wafercast run`: a scenario becomes a forecast. Writes the result folder, prints the table (or JSON). `arguments`
/// are the words of the command line, for the manifest. Throws InputError for bad input; nothing has been written then.
ExitCode run(RunArguments arguments, const std::vector<std::string>& words);

}  // namespace wafercast
