#pragma once

#include <engine/scenario/scenario.hpp>

#include <array>
#include <string>
#include <string_view>

namespace wafercast {

/// What a way to suppose acts on. Several of one driver act in the order in which they stand, each on its own days:
/// what one says of a day, no other moves to another day.
enum class ActsOn {
  value,  ///< on what the driver is worth so far
  time,   ///< on the courses underneath, which come later; factors and amounts keep their days
  all     ///< takes the place of all that stands before it
};

/// A way to suppose something of a driver: how it is written, in a file and by --set, and how it is told. What it needs
/// is read in language/sections/suppositions.cpp, what it computes in simulation/compile/suppositions.cpp.
struct WayToSuppose {
  std::string_view word;  ///< the key in a file; after a dot, the end of a name of --set
  Supposition::Kind kind;
  ActsOn acts_on;
  std::string_view holds;  ///< what stands behind the key
  std::string_view meaning;
  std::string (*told)(const std::string& written);  ///< for people: "× 0.8", "+5pt", "2 quarters later"
};

inline constexpr std::array<WayToSuppose, 5> ways_to_suppose = {{
    {"now", Supposition::Kind::replace, ActsOn::all, "any", "what holds instead",
     [](const std::string& written) { return written; }},
    {"path", Supposition::Kind::replace, ActsOn::all, "{belief}", "values at times that hold instead",
     [](const std::string& written) { return written; }},
    {"scale", Supposition::Kind::scale, ActsOn::value, "text", "a factor on a driver",
     [](const std::string& written) { return "× " + written; }},
    {"shift", Supposition::Kind::shift, ActsOn::value, "text", "an amount added to a driver",
     [](const std::string& written) { return (written.find_first_of("+-") == 0 ? "" : "+") + written; }},
    {"delay", Supposition::Kind::delay, ActsOn::time, "text", "a time by which a driver's path comes later",
     [](const std::string& written) {
       return written.starts_with('-') ? written.substr(1) + " earlier" : written + " later";
     }},
}};

/// "'now', 'path', 'scale', 'shift', 'delay'"
std::string words_of_ways();

ActsOn acts_on(Supposition::Kind kind);

}  // namespace wafercast
