#pragma once

#include <engine/forecast/summarised_rows.hpp>

#include <string>
#include <vector>

namespace wafercast {

class Model;
struct Scenario;

/// Which metrics a forecast holds. A model says hundreds of series, of which people read dozens, and to summarise one
/// costs as much as to simulate it.
struct SeriesAsked {
  bool full = false;                   ///< all
  std::vector<std::string> metrics{};  ///< beside the usual ones
};

/// What a forecast usually holds: the headline with its growth, the lines in which the company reports, what holds
/// sales back, what it takes in things rather than money, the scenario's own metrics. All that there is where the
/// scenario has no headline.
std::vector<std::string> usually_held(const Scenario& scenario, const Model& model, const Plan& plan);

/// The same asked without what is held anyhow, each metric once, in the order of their names: who asks for the same
/// gets a result of the same name.
SeriesAsked without_usual(const SeriesAsked& asked, const Scenario& scenario, const Model& model, const Plan& plan);

/// The rows of the plan's series that a forecast holds: of the metrics, and those that questions ask for.
SummarisedRows rows_asked(const SeriesAsked& asked, const Scenario& scenario, const Model& model, const Plan& plan);

/// The rows of the plan's series of some metrics, ascending.
std::vector<int> series_of(const std::vector<std::string>& metrics, const Plan& plan);

/// The rows that a forecast of some metrics alone holds: those of questions too.
SummarisedRows rows_of_metrics(const std::vector<std::string>& metrics, const Scenario& scenario, const Plan& plan);

}  // namespace wafercast
