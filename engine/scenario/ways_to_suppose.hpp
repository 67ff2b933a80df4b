#pragma once

#include <engine/scenario/scenario.hpp>

#include <array>
#include <cstddef>
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
  std::string_view meaning;
};

inline constexpr std::array<WayToSuppose, 5> ways_to_suppose = {{
    {"now", Supposition::Kind::replace, ActsOn::all, "what holds instead"},
    {"path", Supposition::Kind::replace, ActsOn::all, "values at times that hold instead"},
    {"scale", Supposition::Kind::scale, ActsOn::value, "a factor on a driver"},
    {"shift", Supposition::Kind::shift, ActsOn::value, "an amount added to a driver"},
    {"delay", Supposition::Kind::delay, ActsOn::time, "a time by which a driver's path comes later"},
}};

/// The row of a word; its number in the table. Throws std::out_of_range for a word that is no way to suppose.
std::size_t way_of(std::string_view word);

/// "'now', 'path', 'scale', 'shift', 'delay'"
std::string words_of_ways();

ActsOn acts_on(Supposition::Kind kind);

/// What is supposed, for people: "× 0.8", "+5pt", "2 quarters later"; of a belief or a path, as it was written.
std::string told(Supposition::Kind kind, const std::string& written);

}  // namespace wafercast
