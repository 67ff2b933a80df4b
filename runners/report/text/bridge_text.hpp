#pragma once

#include <runners/jobs/runs/run_description.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// "Why 734 in FY28: consensus 499, drivers as published −146, reported quarters +120, …": of the last year of the
/// first metric that is shown; empty where nothing is told of it.
std::string bridge_sentence(const RunDescription& run);

/// The same, a line a step.
std::string bridge_table(const Bridge& bridge, Colours colours);

}  // namespace wafercast
