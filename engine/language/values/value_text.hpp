#pragma once

#include <engine/core/units.hpp>
#include <engine/uncertainty/belief.hpp>

#include <string>
#include <string_view>

namespace wafercast::language {

// Readers of one scalar's text. All throw ValueError with what is wrong and what would be right.

/// A number and what was written behind it: 35_000 and "USD/package", 60 and "%".
struct Amount {
  double number;
  std::string suffix;
};

/// Decimal, with _ or , between thousands. A no-break space reads as a space, and a dash before the digits as a minus.
Amount read_amount(std::string_view text);

/// number · factor, such that 70 hundredths are 0.7: a division by 100 rounds once where a product with 0.01 rounds
/// twice.
double converted(double number, double factor);

/// The amount in `unit`. A number without a suffix is in that unit already; `%`, `pt`, `bp`, `k`, `M`, `bn` and `T`
/// alone count in it (`22%` of a `fraction/year`, `43bn` of `USD`); any other suffix is a unit of the same dimension.
double in_unit(const Amount& amount, const Unit& unit);

double read_value(std::string_view text, const Unit& unit);

/// A plain number, such as a share, a correlation or a factor.
double read_number(std::string_view text);

/// A probability between 0 and 1.
double read_probability(std::string_view text);

Unit read_unit(std::string_view text);

bool read_flag(std::string_view text);

/// `0.7`, `60% to 85% (90%)`, `71% ± 0.5pt (90%)`, `between 1 and 3`.
Belief read_belief_text(std::string_view text, const Unit& unit);

}  // namespace wafercast::language
