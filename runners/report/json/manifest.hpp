#pragma once

#include <engine/forecast/forecast.hpp>
#include <engine/scoring/scoreboard.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/jobs/studies/sweep.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// manifest.json: what it takes to run this again and to tell whether that gave the same, and the files of the result,
/// itself among them: what a later result may replace.
std::string manifest_json(const Forecast& forecast, const RunDescription& run, std::vector<std::string> files);

/// The same of a sweep.
std::string sweep_manifest(const SweepResult& sweep, std::vector<std::string> files);

/// The same of a backtest.
std::string backtest_manifest(const Backtest& backtest, std::vector<std::string> files);

}  // namespace wafercast
