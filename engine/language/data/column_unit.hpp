#pragma once

#include <engine/core/units.hpp>

#include <string_view>

namespace wafercast::language {

/// A name that ends in a unit, or holds one between underscores, says what its figures are measured in: revenue_musd,
/// gross_margin_pct, cowos_kwpm_year_end. Throws ValueError when they are read in another; over time or by piece
/// (`bn USD/quarter` of capex_busd) is no other.
void check_named_unit(std::string_view name, const Unit& unit);

}  // namespace wafercast::language
