#include <engine/language/data/period_factors.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>
#include <engine/language/values/value_text.hpp>

#include <algorithm>
#include <chrono>

namespace wafercast::language {

double read_factor(const Node& node) {
  const double factor = read_number(text_of(node));
  if (factor > 0.0) return factor;
  throw ValueError("a factor on figures is above zero");
}

PeriodFactors::PeriodFactors(const Reading& reading, const Node& node) {
  for (const Entry& entry : node.entries) {
    guarded(entry.value.where(), reading.diagnostics, [&] {
      const double factor = read_factor(entry.value);
      factors_[read_period(entry.key, reading.calendar).middle()] = factor;
    });
  }
}

double PeriodFactors::at(Date day) const {
  if (factors_.empty()) return 1.0;
  const auto distance = [&](const auto& factor) { return std::chrono::abs(factor.first - day); };
  return std::ranges::min_element(factors_, {}, distance)->second;
}

}  // namespace wafercast::language
