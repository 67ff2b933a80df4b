#pragma once

#include <engine/simulation/plan.hpp>

#include <vector>

namespace wafercast {

/// Which rows of SeriesBlock::values a summary holds, and which it only looks at: a path on which one of these is no
/// number has failed all the same.
struct SummarisedRows {
  std::vector<int> held;       ///< ascending
  std::vector<int> checked{};  ///< beside those that are held
};

/// Holds the rows, and checks all others that the model itself writes.
SummarisedRows summarised_rows(const Plan& plan, std::vector<int> held);

}  // namespace wafercast
