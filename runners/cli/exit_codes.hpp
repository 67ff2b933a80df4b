#pragma once

#include <array>
#include <string>

namespace wafercast {

/// What the program tells its caller.
enum class ExitCode {
  done = 0,
  internal_failure = 1,
  bad_input = 2,
  paths_failed = 3,
  breached = 4,
  partial = 5,
  interrupted = 130,
  terminated = 143,
};

struct ExitMeaning {
  ExitCode code;
  const char* meaning;
};

/// The one table: help, manual page and docs/commands.md are made from it.
inline constexpr std::array exit_meanings = {
    ExitMeaning{ExitCode::done, "done"},
    ExitMeaning{ExitCode::internal_failure, "internal failure"},
    ExitMeaning{ExitCode::bad_input, "bad input"},
    ExitMeaning{ExitCode::paths_failed, "paths failed"},
    ExitMeaning{ExitCode::breached, "a watched figure moved"},
    ExitMeaning{ExitCode::partial, "something is missing"},
    ExitMeaning{ExitCode::interrupted, "interrupted"},
    ExitMeaning{ExitCode::terminated, "terminated"},
};

/// "0 done, 1 internal failure, …"
std::string exit_codes_text();

}  // namespace wafercast
