#pragma once

namespace wafercast {

/// What the program tells its caller.
enum class ExitCode {
  done = 0,
  internal_failure = 1,
  bad_input = 2,      ///< usage or scenario
  paths_failed = 3,   ///< some paths gave values that are not finite
  breached = 4,       ///< a watched figure went beyond its threshold
  partial = 5,        ///< something is missing; what is there stands, and the rest can be added
  interrupted = 130,  ///< by Ctrl-C
  terminated = 143,   ///< by a polite kill
};

}  // namespace wafercast
