#include <engine/language/data/column_unit.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace wafercast::language {
namespace {

struct NamedUnit {
  std::string_view word;
  std::string_view unit;
};

constexpr std::array named_units = {
    NamedUnit{"usd", "USD"},
    NamedUnit{"kusd", "k USD"},
    NamedUnit{"musd", "M USD"},
    NamedUnit{"busd", "bn USD"},
    NamedUnit{"pct", "%"},
    NamedUnit{"pt", "pt"},
    NamedUnit{"pts", "pt"},
    NamedUnit{"bp", "bp"},
    NamedUnit{"bps", "bp"},
    NamedUnit{"kwafers", "kwafer"},
    NamedUnit{"kwpm", "kwafer/month"},  // thousands of wafers a month
};

/// The last word of a name that is a unit.
std::optional<std::string_view> unit_in(std::string_view name) {
  while (!name.empty()) {
    const auto before = name.rfind('_');
    const std::string_view word = before == std::string_view::npos ? name : name.substr(before + 1);
    const auto found = std::ranges::find(named_units, word, &NamedUnit::word);
    if (found != named_units.end()) return found->unit;
    name = name.substr(0, before == std::string_view::npos ? 0 : before);
  }
  return std::nullopt;
}

bool same_size(const Unit& a, const Unit& b) {
  const auto factor = a.factor_to(b);
  return factor && std::abs(*factor - 1.0) < 1e-9;
}

}  // namespace

void check_named_unit(std::string_view name, const Unit& unit) {
  const auto named = unit_in(name);
  if (!named) return;
  const Unit said = *Unit::parse(*named);
  const auto counted = Unit::parse(unit.text().substr(0, unit.text().find('/')));
  if (same_size(unit, said) || (counted && same_size(*counted, said))) return;
  throw ValueError(fmt::format("{} is read in {} (its name says {})", in_quotes(name),
                               unit.text().empty() ? "plain numbers" : in_quotes(unit.text()), said.text()),
                   fmt::format("write {}, or name the column after its unit", said.text()));
}

}  // namespace wafercast::language
