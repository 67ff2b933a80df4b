#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/core/fiscal_calendar.hpp>
#include <engine/core/period.hpp>
#include <engine/core/units.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// The history does not hold what a model starts from.
class MissingHistory : public InputError {
 public:
  using InputError::InputError;
};

/// What had been reported and guided by the as-of date, by metric and quarter, in base units (USD, fractions).
class History {
 public:
  using Series = std::map<FiscalQuarter, double>;

  std::map<std::string, Series> reported;
  std::map<std::string, Series> guided;  ///< keyed by the quarter that the guidance is for

  std::map<FiscalQuarter, Date> published;  ///< when a quarter was reported, at first

  /// As it was reported at first, where that is not what is held of it today: it was restated since.
  std::map<std::string, Series> first_reported;

  /// Figures that nobody has reported, put in the place of blank ones: a line's parts at their last known shares.
  std::map<std::string, Series> carried;

  /// What adds up to what: a line in which the company reports, and its parts, which are other lines or what the model
  /// sells. A line may be broken down in several ways.
  struct Line {
    std::string name;
    std::vector<std::string> parts;
  };
  std::vector<Line> lines;

  /// What others expect of a quarter or a fiscal year, on average.
  struct Expectation {
    Period period;
    double value;
    Date published;
  };
  std::map<std::string, std::vector<Expectation>> expected;  ///< by metric, oldest first

  std::map<FiscalQuarter, SourceLocation> rows;  ///< the row in which a quarter was reported at first
  std::map<std::string, std::string> columns;    ///< of the table, by metric

  /// Where the scenario says what a metric is measured in.
  struct Statement {
    std::string metric;
    Unit unit;
    SourceLocation where;
  };
  std::vector<Statement> stated;  ///< of what was reported and of what was guided

  std::optional<double> reported_at(const std::string& metric, FiscalQuarter quarter) const;
  std::optional<double> guided_at(const std::string& metric, FiscalQuarter quarter) const;
  std::optional<double> carried_at(const std::string& metric, FiscalQuarter quarter) const;

  /// The newest expectation that was published by a day.
  std::optional<Expectation> expected_at(const std::string& metric, const Period& period, Date by) const;

  /// On the basis on which it was reported then: what a forecast made before is scored against.
  std::optional<double> first_reported_at(const std::string& metric, FiscalQuarter quarter) const;
};

}  // namespace wafercast
