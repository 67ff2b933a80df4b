#pragma once

#include <runners/nightly/night.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// What came of a night, for people: how many were drawn, what failed, what moved and why.
std::string night_text(const NightResult& result, const NightlyPlan& plan, Colours colours);

/// What a dry run would do, and how long it would take.
std::string dry_run_text(const NightResult& result, const NightlyPlan& plan, int threads);

/// One line a scenario for logs (logfmt): `unit="what-if/x.yaml" settings="" state=made seconds=0.41`.
std::string log_line(const UnitOutcome& outcome);

/// How a figure moved over the nights, with a line of bars.
std::string history_text(const Subject& subject, const std::vector<HistoryPoint>& points, Colours colours);

/// The same, a row a night.
std::string history_csv(const std::vector<HistoryPoint>& points);

}  // namespace wafercast
