#include <engine/forecast/summarised_rows.hpp>

#include <algorithm>
#include <utility>

namespace wafercast {

SummarisedRows summarised_rows(const Plan& plan, std::vector<int> held) {
  std::ranges::sort(held);
  held.erase(std::unique(held.begin(), held.end()), held.end());
  SummarisedRows rows{std::move(held)};
  for (const int first : plan.series_of_metric) {
    if (first < 0) continue;
    for (int row = first; row < first + plan.timeline.quarters(); ++row) {
      if (!std::ranges::binary_search(rows.held, row)) rows.checked.push_back(row);
    }
  }
  return rows;
}

}  // namespace wafercast
