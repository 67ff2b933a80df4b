#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/core/units.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A metric that a scenario defines from others, `revenue + Δbacklog`. It holds for quarters and for years: a year's
/// value follows from the year's figures, so that a margin is that of the year and a change is from year's end to
/// year's end.
struct Formula {
  /// In postfix order: what stands first is pushed first.
  struct Term {
    enum class Kind {
      number,
      metric,
      change,  ///< of a metric since the period before
      negate,
      add,
      subtract,
      multiply,
      divide
    };
    Kind kind;
    double number = 0.0;
    std::string metric{};
  };

  std::string name;
  std::string title;
  std::string text;          ///< as it was written
  std::optional<Unit> unit;  ///< absent: that of the metrics that it adds up
  std::vector<Term> terms;
  SourceLocation where;
};

}  // namespace wafercast
