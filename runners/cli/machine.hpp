#pragma once

#include <string>

namespace wafercast {

/// The processor and system that a run was made on, for the manifest: "AMD EPYC, 2 processors, Linux 6.1 x86_64".
std::string machine_name();

}  // namespace wafercast
