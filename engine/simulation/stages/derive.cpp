#include <engine/simulation/stages/derive.hpp>

#include <array>
#include <cstddef>

namespace wafercast {
namespace {

Lanes total(const std::vector<int>& rows, double reported, const LaneTable& values) {
  Lanes sum = Lanes::Constant(reported);
  for (int row : rows) sum += values[row];
  return sum;
}

Lanes formula(const std::vector<FormulaStep>& steps, const LaneTable& values) {
  using Kind = FormulaStep::Kind;
  std::array<Lanes, FormulaStep::deepest + 1> stack;
  std::size_t top = 0;  // one above the last value
  for (const FormulaStep& step : steps) {
    switch (step.kind) {
      case Kind::number:
        stack[top++].setConstant(step.number);
        continue;
      case Kind::row:
        stack[top++] = values[step.row];
        continue;
      case Kind::negate:
        stack[top - 1] = -stack[top - 1];
        continue;
      case Kind::add:
        stack[top - 2] += stack[top - 1];
        break;
      case Kind::subtract:
        stack[top - 2] -= stack[top - 1];
        break;
      case Kind::multiply:
        stack[top - 2] *= stack[top - 1];
        break;
      case Kind::divide:
        stack[top - 2] /= stack[top - 1];
        break;
    }
    --top;
  }
  return stack[0];
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
      case Rule::formula:
        result = formula(series.steps, values);
        break;
    }
  }
}

}  // namespace wafercast
