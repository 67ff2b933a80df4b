#pragma once

#include <wafercast/core/parallel.hpp>

#include <string>

namespace wafercast {

/// The processor and system that a run was made on, for the manifest: "AMD EPYC, 2 processors, Linux 6.1 x86_64".
std::string machine_name();

/// The threads that a command works on: as many as were asked for, or one where they cannot be had, which is said on
/// stderr.
Threads threads_to_use(int wanted);

}  // namespace wafercast
