#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/core/units.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wafercast::language {

/// A figure of a table with the cell that holds it.
struct Figure {
  double value;        ///< in base units
  std::string metric;  ///< what it is a figure of
  std::string period;  ///< as the row names it
  SourceLocation where;
  SourceLocation stated;  ///< where the scenario says how the column is read
  bool sure = false;      ///< the scenario says that it is meant, however odd
  bool odd = false;       ///< it was reported
};

/// How far a figure may stand from its neighbours before somebody has to say that it is meant.
struct Reach {
  double least;  ///< times the largest neighbour, or one part in so many of the smallest
  double most;   ///< likewise, of a column that moves much by itself
};

inline constexpr Reach reach_of_reported = {4.0, 10.0};
inline constexpr Reach reach_of_estimates = {5.0, 30.0};

/// What is odd about a figure beside its neighbours, in the size or the sign: empty when nothing is, and where fewer
/// than three neighbours are known. `usual` is usual_step() of the column.
std::string oddity(double value, const std::vector<double>& neighbours, const Unit& unit, double usual,
                   const Reach& reach);

/// How much a column usually moves from one figure to the next: the median of steps, in logarithms where it measures an
/// amount.
double usual_step(const std::vector<double>& values, const Unit& unit);

/// Reports figures, in the order of their times, that are odd beside those before them (at the start of the record:
/// after them).
void check_column(const std::vector<Figure*>& figures, const Unit& unit, const Reach& reach, Diagnostics& diagnostics);

/// `metric of period is value, why`, with the cell, the place in the scenario, and the way out. A figure is reported
/// once, and not when the scenario is sure of it.
void report_odd(Figure& figure, const Unit& unit, const std::string& why, Diagnostics& diagnostics);

}  // namespace wafercast::language
