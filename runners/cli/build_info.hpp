#pragma once

#include <string>

namespace wafercast::build_info {

std::string version();   ///< "0.1.0"
std::string build();     ///< revision and build type
std::string compiler();  ///< with the flags that decide about bits

}  // namespace wafercast::build_info
