#pragma once

#include <runners/jobs/studies/sweep.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// A table a metric and period: a row a point, or, of two axes, a row and a column a value. Of the series, those of
/// `shown` (rows of SweepResult::series).
std::string sweep_text(const SweepResult& result, const std::vector<std::size_t>& shown, Colours colours);

/// What is shown when nobody says: the last year of the two metrics that are shown first.
std::vector<std::size_t> usually_shown(const SweepResult& result);

}  // namespace wafercast
