#pragma once

#include <engine/core/period.hpp>

#include <string>

namespace wafercast {

/// One column of the forecast: a metric in a period.
struct SeriesKey {
  std::string metric;
  std::string unit;  ///< "USD", "fraction", "USD/share", …
  Period period;
  double scale;  ///< a power of two near the metric's size: sums are kept in fixed point relative to it
  double offset =
      0.0;  ///< counted as value + offset: 1 for rates of change, whose relative grid would be finest at zero
  bool may_be_undefined = false;  ///< a quotient or a formula: a path on which it is no number is left out of it alone
};

}  // namespace wafercast
