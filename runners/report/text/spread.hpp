#pragma once

#include <runners/jobs/studies/spread.hpp>

#include <string>

namespace wafercast {

/// A block a series: the groups by falling share of its variance, with bars. Shares are rounded so that they add up as
/// printed. At most 100 columns.
std::string spread_text(const SpreadResult& result);

}  // namespace wafercast
