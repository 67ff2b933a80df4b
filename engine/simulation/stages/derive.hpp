#pragma once

#include <engine/simulation/plan.hpp>

namespace wafercast {

/// Fills the derived rows of a block: fiscal years from their quarters (reported ones included) and growth rates.
void derive_series(const std::vector<DerivedSeries>& derived, LaneTable& values);

}  // namespace wafercast
