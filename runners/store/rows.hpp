#pragma once

#include <runners/store/store.hpp>

#include <string>

namespace wafercast::rows {

// How runs and figures are read from rows that begin with these columns.

inline constexpr const char* run_columns =
    "run.id, run.night, run.key, run.scenario_hash, run.data_hash, run.seed, run.paths, run.program, run.as_of, "
    "run.made, run.seconds, run.error";
inline constexpr int run_width = 12;
inline constexpr const char* figure_columns =
    "series.metric, series.period, series.unit, f.mean, f.mean_error, f.p1, f.p5, f.p25, f.p50, f.p75, f.p95, f.p99, "
    "f.p50_error";

StoredRun run_from(const Statement& row, int first = 0);
StoredFigure figure_from(const Statement& row, int first = 0);

/// The whole number that a statement yields, which is then at its end: one that stands open holds its transaction.
std::int64_t number_from(Statement& row);

/// Empty where there is nothing.
std::string text_from(const Statement& row, int column);

}  // namespace wafercast::rows
