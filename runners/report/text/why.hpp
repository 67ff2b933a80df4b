#pragma once

#include <runners/jobs/studies/why.hpp>

#include <string>

namespace wafercast {

/// A block a metric: the old median, what each piece of news did to it, with bars between the levels before and after,
/// and the new median. Changes are differences of rounded levels, so that they add up as printed. At most 100 columns.
std::string why_text(const WhyResult& result);

}  // namespace wafercast
