#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/beliefs_and_record.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// Metrics of what a forecast takes: all that is measured in things or by the piece (wafers, packages, USD a package)
/// and adds up to a year, and the scenario's own metrics.
std::vector<std::string> required_metrics(const Scenario& scenario, const Model& model);

/// What each year takes by the forecast, beside what is believed of it (`alone`, of these metrics) and what was said.
std::vector<Requirement> requirements(const std::vector<EachAlone>& alone, const Scenario& scenario,
                                      const Forecast& forecast);

}  // namespace wafercast
