#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// The values of a range that is gone through in equal steps: `34000..40000` in five values, `10%..30%/7` in seven.
/// Ends may be written in units of their own; values are in that of the last. Nothing where the text is no range.
/// Throws language::ValueError for one that cannot be gone through.
std::optional<std::vector<std::string>> values_of_range(std::string_view text);

}  // namespace wafercast
