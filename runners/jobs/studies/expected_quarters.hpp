#pragma once

#include <engine/language/compose/read_options.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <cstdint>

namespace wafercast {

/// What a forecast expects of the reports to come: its medians, and the outlooks that go with them. The company names
/// an outlook as much below its sales to come as the outlook that stands is below those expected of its quarter.
struct ExpectedQuarters {
  Figures reported;
  Figures guided;
};

/// From the first quarter of the forecast to `last`, as far as its horizon reaches.
ExpectedQuarters expected_quarters(const Prepared& forecast, FiscalQuarter last, std::int64_t paths, Threads threads);

/// Moves the outlook for the first quarter of `later`, a forecast made with these quarters, so that its medians come to
/// what `earlier` says of that quarter.
void move_outlook(const Prepared& earlier, const Prepared& later, std::int64_t paths, Threads threads,
                  ExpectedQuarters& expected);

}  // namespace wafercast
