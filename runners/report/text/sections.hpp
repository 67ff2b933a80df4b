#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/report/text/text_grid.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wafercast {

// The sections of forecast_table. Each is empty when it has nothing to say, and ends with a line feed otherwise.

inline constexpr int table_columns = 100;

/// A block of periods for each of the named metrics that the forecast has.
std::string headline_section(const Forecast& forecast, const RunDescription& run,
                             const std::vector<std::string>& metrics, Colours colours);

/// The years by beliefs alone, by the record alone and by both together.
std::string beliefs_section(const Forecast& forecast, const RunDescription& run, Colours colours);

/// What the years take in things, beside what is believed and what was said; marked where it lies outside.
std::string takes_section(const RunDescription& run, Colours colours);

/// What the scenario changes of the one that it extends, in words and in figures.
std::string changes_section(const Forecast& forecast, const RunDescription& run, Colours colours);

std::string answers_section(const Forecast& forecast, Colours colours);

/// How often each constraint bound: the means of its metric, by quarter.
std::string constraints_section(const Forecast& forecast, const RunDescription& run, Colours colours);

/// The drivers that the evidence moved most, as they were believed and as they are believed now.
std::string lessons_section(const RunDescription& run, Colours colours);

/// How the model meets the figures that it was conditioned on: at most `most` of them, the most surprising first.
std::string fits_section(const RunDescription& run, std::size_t most, Colours colours);

std::string events_section(const Forecast& forecast, Colours colours);

/// At most `most` of them, those with the newest sources, in their order within a day.
std::string assumptions_section(const std::vector<Assumption>& assumptions, std::size_t most, Colours colours);

}  // namespace wafercast
