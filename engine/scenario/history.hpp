#pragma once

#include <wafercast/core/diagnostics.hpp>
#include <wafercast/core/fiscal_calendar.hpp>
#include <wafercast/core/units.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// What had been reported and guided by the as-of date, by metric and quarter, in base units (USD, fractions).
class History {
 public:
  using Series = std::map<FiscalQuarter, double>;

  std::map<std::string, Series> reported;
  std::map<std::string, Series> guided;  ///< keyed by the quarter that the guidance is for

  std::map<FiscalQuarter, Date> published;  ///< when a quarter was reported

  /// Where the scenario says what a metric is measured in.
  struct Statement {
    std::string metric;
    Unit unit;
    SourceLocation where;
  };
  std::vector<Statement> stated;  ///< of what was reported and of what was guided

  std::optional<double> reported_at(const std::string& metric, FiscalQuarter quarter) const;
  std::optional<double> guided_at(const std::string& metric, FiscalQuarter quarter) const;
};

}  // namespace wafercast
