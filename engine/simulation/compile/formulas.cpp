#include <engine/simulation/compile/compiler.hpp>

#include <engine/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace wafercast {
namespace {

using Kind = Formula::Term::Kind;
using Step = FormulaStep::Kind;

/// What a formula yields in every period.
struct Measure {
  Unit unit;
  double scale = 1.0;  ///< a power of two near its size
};

struct Problem {
  std::string what, suggestion;
};

Measure combine(Kind kind, const Measure& a, const Measure& b) {
  switch (kind) {
    case Kind::multiply:
      return {a.unit.times(b.unit), a.scale * b.scale};
    case Kind::divide:
      return {a.unit.times(b.unit, -1), a.scale / b.scale};
    default:
      break;
  }
  if (!a.unit.same_dimension(b.unit)) {
    throw Problem{"adds up what is measured differently", "divide first, or multiply by a price"};
  }
  return {a.unit, std::max(a.scale, b.scale)};
}

Step step_of(Kind kind) {
  switch (kind) {
    case Kind::negate:
      return Step::negate;
    case Kind::add:
      return Step::add;
    case Kind::multiply:
      return Step::multiply;
    case Kind::divide:
      return Step::divide;
    default:
      return Step::subtract;
  }
}

Period before(const Period& period) {
  return period.is_year() ? Period::year(period.fiscal_year() - 1) : Period::quarter(period.first_quarter() - 1);
}

/// Unit and scale of a formula by those of the series that it is made from.
class Measuring {
 public:
  explicit Measuring(const std::vector<SeriesKey>& series) : series_(series) {}

  Measure operator()(const Formula& formula) {
    std::vector<Measure> stack;
    for (const Formula::Term& term : formula.terms) {
      if (term.kind == Kind::number) {
        stack.push_back({});
      } else if (term.kind == Kind::metric || term.kind == Kind::change) {
        stack.push_back(of_metric(term.metric));
      } else if (term.kind != Kind::negate) {
        const Measure b = stack.back();
        stack.pop_back();
        stack.back() = combine(term.kind, stack.back(), b);
      }
      if (stack.size() > FormulaStep::deepest) throw Problem{"is nested too deeply", "split it into two metrics"};
    }
    return stack.front();
  }

  /// The text of a metric's unit that measures the same; nothing when none does.
  std::optional<std::string> unit_like(const Formula& formula, const Unit& unit) const {
    if (unit.is_plain_number()) return "fraction";
    for (const Formula::Term& term : formula.terms) {
      const auto key = std::ranges::find(series_, term.metric, &SeriesKey::metric);
      if (key != series_.end() && Unit::parse(key->unit)->same_dimension(unit)) return key->unit;
    }
    return std::nullopt;
  }

 private:
  Measure of_metric(const std::string& metric) const {
    const auto key = std::ranges::find(series_, metric, &SeriesKey::metric);
    if (key != series_.end()) return {*Unit::parse(key->unit), key->scale};
    std::set<std::string> names;
    for (const SeriesKey& known : series_) names.insert(known.metric);
    throw Problem{fmt::format("names '{}', which is no metric", metric),
                  did_you_mean(metric, std::vector<std::string>(names.begin(), names.end()))};
  }

  const std::vector<SeriesKey>& series_;
};

}  // namespace

/// The steps of a formula in a period; nothing where a figure that it needs is neither forecast nor reported.
std::optional<std::vector<FormulaStep>> Compiler::formula_steps(const Formula& formula, const Period& period) const {
  std::vector<FormulaStep> steps;
  for (const Formula::Term& term : formula.terms) {
    if (term.kind == Kind::number) {
      steps.push_back({Step::number, term.number});
      continue;
    }
    if (term.kind != Kind::metric && term.kind != Kind::change) {
      steps.push_back({step_of(term.kind)});
      continue;
    }
    const int row = find_series(plan_, term.metric, period);
    if (row < 0) return std::nullopt;
    steps.push_back({Step::row, 0.0, row});
    if (term.kind == Kind::metric) continue;
    const int earlier = find_series(plan_, term.metric, before(period));
    const auto known = reported(term.metric, before(period).last_quarter());
    if (earlier < 0 && !known) return std::nullopt;
    steps.push_back(earlier >= 0 ? FormulaStep{Step::row, 0.0, earlier} : FormulaStep{Step::number, *known});
    steps.push_back({Step::subtract});
  }
  return steps;
}

void Compiler::compile_formulas() {
  for (const Formula& formula : scenario_.formulas) {
    try {
      if (std::ranges::find(plan_.series, formula.name, &SeriesKey::metric) != plan_.series.end()) {
        throw Problem{"is defined by the model already", "choose another name"};
      }
      const Measure measure = Measuring(plan_.series)(formula);
      add_formula(formula, measure.unit, measure.scale);
    } catch (const Problem& problem) {
      diagnostics_.error(formula.where, fmt::format("metric '{}' {}", formula.name, problem.what), problem.suggestion);
    }
  }
}

void Compiler::add_formula(const Formula& formula, const Unit& unit, double scale) {
  const auto like = Measuring(plan_.series).unit_like(formula, unit);
  if (!formula.unit && !like) throw Problem{"does not say what it is measured in", "add 'unit'"};
  const std::string text = formula.unit ? formula.unit->text() : *like;
  const auto factor = unit.factor_to(formula.unit.value_or(*Unit::parse(text)));
  if (!factor) throw Problem{fmt::format("is not measured in '{}'", text), "correct its unit, or leave it out"};
  std::vector<Period> periods;
  for (int q = 0; q < plan_.timeline.quarters(); ++q) periods.push_back(Period::quarter(plan_.timeline.first() + q));
  const int last_year = (plan_.timeline.first() + (plan_.timeline.quarters() - 1)).fiscal_year();
  for (int year = plan_.timeline.first().fiscal_year(); year <= last_year; ++year)
    periods.push_back(Period::year(year));
  const double near = std::exp2(std::round(std::log2(scale * *factor)));
  for (const Period& period : periods) {
    auto steps = formula_steps(formula, period);
    if (!steps) continue;
    if (*factor != 1.0) {
      steps->push_back({Step::number, *factor});
      steps->push_back({Step::multiply});
    }
    DerivedSeries series{DerivedSeries::Rule::formula, static_cast<int>(plan_.series.size()), {}, 0.0, {}, 0.0};
    series.steps = std::move(*steps);
    plan_.series.push_back({formula.name, text, period, near, 0.0, true});
    plan_.derived.push_back(std::move(series));
  }
}

}  // namespace wafercast
