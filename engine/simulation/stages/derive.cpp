#include <engine/simulation/stages/derive.hpp>

namespace wafercast {
namespace {

Lanes total(const std::vector<int>& rows, double reported, const LaneTable& values) {
  Lanes sum = Lanes::Constant(reported);
  for (int row : rows) sum += values[row];
  return sum;
}

}  // namespace

void derive_series(const std::vector<DerivedSeries>& derived, LaneTable& values) {
  using Rule = DerivedSeries::Rule;
  for (const DerivedSeries& series : derived) {
    Lanes& result = values[series.row];
    switch (series.rule) {
      case Rule::sum:
        result = total(series.of, series.of_reported, values);
        break;
      case Rule::last:
        result = values[series.of.back()];
        break;
      case Rule::ratio:
        result = total(series.of, series.of_reported, values) / total(series.over, series.over_reported, values);
        break;
      case Rule::growth:
        result = series.factor * total(series.of, series.of_reported, values) /
                     total(series.over, series.over_reported, values) -
                 1.0;
        break;
    }
  }
}

}  // namespace wafercast
