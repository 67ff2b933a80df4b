#pragma once

#include <engine/language/data/reading.hpp>

#include <map>

namespace wafercast::language {

/// A factor on figures, which is above zero.
double read_factor(const Node& node);

/// Factors by period: `{CY2025: 0.97, CY2026: 0.81}`.
class PeriodFactors {
 public:
  PeriodFactors() = default;  ///< leaves figures as they are
  PeriodFactors(const Reading& reading, const Node& node);

  /// That of the nearest period.
  double at(Date day) const;

 private:
  std::map<Date, double> factors_;  ///< by the middle days of periods
};

}  // namespace wafercast::language
