#pragma once

#include <engine/language/compose/read_options.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// What is set on a command line, with one value or with several that are gone through.
struct SweepAxis {
  std::string name;
  std::vector<std::string> values;

  Setting at(std::size_t i) const { return {name, values[i]}; }
};

/// Reads `NAME=VALUE[,VALUE…][@FROM]`: a value may be a range that is gone through in equal steps, `34000..40000` in
/// five values and `34000..40000/7` in seven; `@FROM` behind the last holds for all of them. A value in braces is taken
/// whole. A comma within a number (34,000) is refused, and a blank behind one tells values from it. Throws InputError.
SweepAxis read_axis(const std::string& text);

/// Throws InputError where a grid has more points than that; nothing is made for it.
void require_points(const std::vector<SweepAxis>& axes, std::size_t most);

/// Every combination of the axes' values, the last axis fastest.
std::vector<std::vector<Setting>> grid_of(const std::vector<SweepAxis>& axes);

}  // namespace wafercast
