#pragma once

#include <string>
#include <string_view>

namespace wafercast {

/// A text as a field of a CSV file: quoted where RFC 4180 asks for it. Where a spreadsheet would read a formula it has
/// an apostrophe before it, and what a terminal would obey is written out.
std::string csv_field(std::string_view text);

}  // namespace wafercast
