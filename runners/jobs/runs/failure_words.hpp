#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace wafercast {

inline constexpr std::string_view fault_of_program =
    "this is a fault of the program, not of what it was given; please report the command";

/// What went wrong, for people: without the words of libraries.
std::string failure_words(const std::exception& error);

/// Whether the same may go well another time: memory or a disk was short, which says nothing of the input.
bool may_pass(const std::exception& error);

}  // namespace wafercast
