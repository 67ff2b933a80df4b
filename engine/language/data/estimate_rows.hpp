#pragma once

#include <engine/language/data/plausible.hpp>
#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// One row's figures in the driver's unit. `low` and `high` are `mid` where the row does not say.
struct Estimate {
  std::string label;  ///< the period as the row writes it
  Date day;           ///< at which its knot stands
  DateRange period;
  Date published;
  double low;
  double mid;
  double high;
  std::string source;
  SourceLocation where;
  std::vector<Figure> figures;  ///< those that the row holds, each with its cell
  std::string part{};           ///< of a whole that rows add up to; empty: the row is of the whole
};

/// The rows of one list of `estimates` that are in force.
struct EstimateList {
  std::vector<Estimate> estimates;
  std::vector<Estimate> record;  ///< all that were ever published of them, by part
  bool exact = false;            ///< reported facts
  bool total = false;            ///< of whole periods, parts of which may be facts by now
};

enum class NoRows {
  slip,     ///< a `where` that nothing meets on any day is reported
  nothing,  ///< there may be none yet
};

/// Reads one list, with what it is added to and multiplied by. Nothing when a problem was reported.
std::optional<EstimateList> read_estimate_list(Reading& reading, const Node& node, const Unit& unit,
                                               NoRows no_rows = NoRows::slip);

/// Sorts estimates of one thing by day, and reports figures that are odd beside the others, whichever list they stand
/// in, and rows whose figures do not rise from the low to the high.
void check_estimates(std::vector<Estimate>& estimates, const Unit& unit, Diagnostics& diagnostics);

/// The keys that these maps have.
void add_estimate_list_words(Vocabulary& words);

}  // namespace wafercast::language
