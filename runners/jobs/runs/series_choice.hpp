#pragma once

#include <engine/scenario/scenario.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <string>
#include <vector>

namespace wafercast {

class Model;
struct Plan;
struct Prepared;

/// The row of Plan::series that holds a metric in a period, FY28, +2 or 2026Q4 (parse_period); throws InputError with
/// the nearest names or the periods that there are.
int choose_series(const Plan& plan, const std::string& metric, const std::string& period);

/// The request with series that are looked for before anything is learnt. No metric or period: the usual one.
ScenarioRequest with_series(ScenarioRequest request, std::vector<std::string> metrics,
                            std::vector<std::string> periods);

/// What people ask about when they name no metric. Throws InputError where the scenario does not say.
std::vector<std::string> usual_metrics_of(const Scenario& scenario);

/// What is shown first, those first that differ most in what they say: sales and margin, then metrics in other units,
/// then flows, then the parts of what stands already.
std::vector<std::string> brief_metrics(const Scenario& scenario, const Model& model);

/// The fiscal year after that of the first quarter forecast: what people ask about when they name no period.
std::string next_fiscal_year(const Scenario& scenario);

/// "gross margin, non-GAAP" for gross_margin; the name itself for a metric that the engine derives.
std::string title_of_metric(const Prepared& prepared, const std::string& metric);

}  // namespace wafercast
