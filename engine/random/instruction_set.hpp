#pragma once

#include <string_view>

namespace wafercast {

/// The level of x86-64 for which the code that runs once a path was built: "x86-64-v4". Of a portable program that is
/// the best that the machine has.
std::string_view instruction_set();

}  // namespace wafercast
