#pragma once

#include <engine/core/units.hpp>

#include <string>

namespace wafercast {

/// A figure in base units as people write it, to three digits: `22.3 bn USD`, `75.0 %`, `2.22 USD/share`.
std::string figure_text(double value, const Unit& unit);

}  // namespace wafercast
