#include <engine/language/syntax/text.hpp>
#include <engine/language/values/same_value.hpp>
#include <engine/language/values/value_text.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace wafercast::language {
namespace {

/// Spellings differ by what decimals and factors round, and no more.
bool is_near(double a, double b) {
  return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

/// The figures that a text consists of, in the unit; nothing where it is no belief in that unit.
std::optional<std::vector<double>> figures_in(std::string_view text, const Unit& unit) {
  try {
    const Belief belief = read_belief_text(text, unit);
    if (const auto* constant = std::get_if<Constant>(&belief)) return std::vector{constant->value};
    if (const auto* uniform = std::get_if<Uniform>(&belief)) return std::vector{uniform->low, uniform->high};
    if (const auto* interval = std::get_if<Interval>(&belief))
      return std::vector{interval->low, interval->high, interval->coverage};
  } catch (const ValueError&) {
    // A text of another kind is compared as it stands.
  }
  return std::nullopt;
}

/// Amounts with units of their own, such as a part of a driver in another dimension.
bool same_amount(std::string_view a, std::string_view b) {
  try {
    const Amount left = read_amount(a);
    const Amount right = read_amount(b);
    const auto unit = Unit::parse(right.suffix);
    return unit && is_near(in_unit(left, *unit), right.number) && (!left.suffix.empty() || unit->is_plain_number());
  } catch (const ValueError&) {
    return false;
  }
}

bool same_text(std::string_view a, std::string_view b, const Unit& unit) {
  if (trimmed(a) == trimmed(b)) return true;
  const auto left = figures_in(a, unit);
  const auto right = figures_in(b, unit);
  if (left && right) return std::ranges::equal(*left, *right, is_near);
  return same_amount(a, b);
}

}  // namespace

bool same_value(const Node& a, const Node& b, const Unit& unit) {
  if (a.kind != b.kind) return false;
  if (a.is_scalar()) return same_text(a.text, b.text, unit);
  const auto same_item = [&](const Node& x, const Node& y) { return same_value(x, y, unit); };
  const auto stands_in_b = [&](const Entry& entry) {
    const Node* other = b.find(entry.key);
    return other != nullptr && same_item(entry.value, *other);
  };
  return std::ranges::equal(a.items, b.items, same_item) && a.entries.size() == b.entries.size() &&
         std::ranges::all_of(a.entries, stands_in_b);
}

}  // namespace wafercast::language
