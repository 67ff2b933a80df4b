#include <engine/forecast/exact_sum.hpp>

#include <cmath>

namespace wafercast {

// Split at 2⁶³ into two parts that the processor's own conversion to 64 bits holds; the library's conversion to 128
// bits is several times slower. The difference is exact, so the value is rounded once.
void ExactSum::add(double value) {
  const double scaled = value * 0x1p60;
  const double upper = std::nearbyint(scaled * 0x1p-63);
  const double rest = scaled - upper * 0x1p63;
  fixed_ += static_cast<Fixed>(std::llrint(upper)) * (Fixed{1} << 63) + std::llrint(rest);
}

double ExactSum::value() const {
  return static_cast<double>(fixed_) * 0x1p-60;
}

long double ExactSum::extended_value() const {
  return static_cast<long double>(fixed_) * 0x1p-60L;
}

}  // namespace wafercast
