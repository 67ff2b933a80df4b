#pragma once

#include <engine/simulation/series_key.hpp>
#include <runners/jobs/runs/explanation.hpp>

#include <cstdint>
#include <span>

namespace wafercast {

/// Notes that a series is no number on so many paths. Throws InputError where it is none on all.
void note_undefined(const SeriesKey& series, std::int64_t undefined, std::int64_t paths, Explanation& about);

/// The same of drawn values.
void note_undefined(const SeriesKey& series, std::span<const double> values, Explanation& about);

}  // namespace wafercast
