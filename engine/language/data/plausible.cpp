#include <engine/core/figure_text.hpp>
#include <engine/core/sample_quantile.hpp>
#include <engine/language/data/plausible.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast::language {
namespace {

constexpr std::size_t most_neighbours = 4;
constexpr std::size_t least_neighbours = 3;

/// A share of something moves by points: margins of 67 % fell to 44 % in one quarter of a charge.
std::string odd_share(double value, const std::vector<double>& neighbours, double usual) {
  constexpr double least = 0.25;
  const double middle = median_of(neighbours);
  if (std::abs(value - middle) <= std::max(least, 8.0 * usual)) return {};
  return fmt::format("far from the {} of its neighbours", figure_text(middle, Unit()));
}

/// An amount moves by a factor. Where the record is small beside its own movements, as with income after a loss, a
/// small figure or a negative one says nothing.
std::string odd_amount(double value, const std::vector<double>& neighbours, const Unit& unit, double usual,
                       const Reach& reach) {
  const auto [lowest, highest] = std::ranges::minmax(neighbours);
  const double largest = std::max(std::abs(lowest), std::abs(highest));
  const double factor = std::clamp(std::exp(8.0 * usual), reach.least, reach.most);
  if (largest > 0.0 && std::abs(value) > factor * largest) {
    return fmt::format("{:.3g} times the largest of its neighbours, {}", std::abs(value) / largest,
                       figure_text(largest, unit));
  }
  if (lowest <= 0.0) return {};
  if (value < -highest / 4.0) return fmt::format("and its neighbours are {} and more", figure_text(lowest, unit));
  if (factor >= reach.most || value < 0.0 || value >= lowest / factor) return {};
  return fmt::format("and the smallest of its neighbours {}", figure_text(lowest, unit));
}

/// The nearest figures before this one that are not odd themselves; where too few are, those after it. What is negative
/// at the start of a record has none: it may have been a loss.
std::vector<double> neighbours_of(const std::vector<Figure*>& figures, std::size_t at) {
  std::vector<double> before, after;
  for (std::size_t i = at; i-- > 0 && before.size() < most_neighbours;) {
    if (!figures[i]->odd) before.push_back(figures[i]->value);
  }
  for (std::size_t i = at + 1; i < figures.size() && after.size() < most_neighbours; ++i) {
    after.push_back(figures[i]->value);
  }
  if (before.size() >= least_neighbours) return before;
  return figures[at]->value < 0.0 ? before : after;
}

}  // namespace

std::string oddity(double value, const std::vector<double>& neighbours, const Unit& unit, double usual,
                   const Reach& reach) {
  if (neighbours.size() < least_neighbours) return {};
  return unit.is_plain_number() ? odd_share(value, neighbours, usual)
                                : odd_amount(value, neighbours, unit, usual, reach);
}

double usual_step(const std::vector<double>& values, const Unit& unit) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double ratio = values[i] / values[i - 1];
    if (unit.is_plain_number()) {
      steps.push_back(std::abs(values[i] - values[i - 1]));
    } else {
      steps.push_back(ratio > 0.0 ? std::abs(std::log(ratio)) : HUGE_VAL);
    }
  }
  return steps.empty() ? 0.0 : median_of(std::move(steps));
}

void check_column(const std::vector<Figure*>& figures, const Unit& unit, const Reach& reach, Diagnostics& diagnostics) {
  std::vector<double> values;
  for (const Figure* figure : figures) values.push_back(figure->value);
  const double usual = usual_step(values, unit);
  for (std::size_t at = 0; at < figures.size(); ++at) {
    const std::string why = oddity(figures[at]->value, neighbours_of(figures, at), unit, usual, reach);
    if (!why.empty()) report_odd(*figures[at], unit, why, diagnostics);
  }
}

void report_odd(Figure& figure, const Unit& unit, const std::string& why, Diagnostics& diagnostics) {
  if (figure.sure || figure.odd) return;
  figure.odd = true;
  const SourceLocation& stated = figure.stated;
  diagnostics.error(
      figure.where,
      fmt::format("{} of {} is {}, {} (read as {}:{}:{} says)", figure.metric, figure.period,
                  figure_text(figure.value, unit), why, stated.file, stated.line, stated.column),
      fmt::format("correct the cell or the unit, or write 'sure: [{}]' there if it is meant", figure.period));
}

}  // namespace wafercast::language
