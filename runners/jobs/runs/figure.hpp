#pragma once

#include <string>

namespace wafercast {

/// Which figure of a metric is meant: `revenue[FY28]:p50`, `:mean`, `:p5`.
struct Figure {
  std::string metric;
  std::string period;
  double probability = 0.5;  ///< of the quantile
  bool is_mean = false;
};

/// Throws InputError.
Figure read_figure(const std::string& text);

}  // namespace wafercast
