#pragma once

#include <engine/uncertainty/belief.hpp>

#include <cmath>

namespace wafercast {

/// A value of a support on the whole real line: itself, its logarithm or its logit.
inline double to_line(double x, Support support) {
  switch (support) {
    case Support::real:
      return x;
    case Support::positive:
      return std::log(x);
    case Support::fraction:
      return std::log(x / (1.0 - x));
  }
  return x;
}

/// The inverse of to_line.
inline double from_line(double y, Support support) {
  switch (support) {
    case Support::real:
      return y;
    case Support::positive:
      return std::exp(y);
    case Support::fraction:
      return 1.0 / (1.0 + std::exp(-y));
  }
  return y;
}

/// dx/dy of x = from_line(y), by x.
inline double from_line_slope(double x, Support support) {
  switch (support) {
    case Support::real:
      return 1.0;
    case Support::positive:
      return x;
    case Support::fraction:
      return x * (1.0 - x);
  }
  return 1.0;
}

}  // namespace wafercast
