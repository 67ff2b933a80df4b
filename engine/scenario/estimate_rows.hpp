#pragma once

#include <wafercast/scenario/reading.hpp>

namespace wafercast::language {

/// One row's figures in the driver's unit. `low` and `high` are `mid` where the row does not say.
struct Estimate {
  std::string label;  ///< the period as the row writes it
  Date day;           ///< at which its knot stands
  Date published;
  double low;
  double mid;
  double high;
  std::string source;
  SourceLocation where;
};

/// The rows of one list of `estimates` that are in force.
struct EstimateList {
  std::vector<Estimate> estimates;
  bool exact = false;  ///< reported facts
};

/// Reads one list. Nothing when a problem was reported.
std::optional<EstimateList> read_estimate_list(Reading& reading, const Node& node, const Unit& unit);

}  // namespace wafercast::language
