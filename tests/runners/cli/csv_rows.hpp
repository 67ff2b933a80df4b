#pragma once

#include <string>
#include <vector>

namespace wafercast::testing {

using CsvRow = std::vector<std::string>;

/// The fields of a line with their quotes, so that joined by commas they are the line again.
CsvRow split_csv(const std::string& line);

}  // namespace wafercast::testing
