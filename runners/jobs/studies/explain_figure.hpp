#pragma once

#include <runners/jobs/studies/explain.hpp>

#include <string>

namespace wafercast {

/// Why the median of a figure is what it is, `revenue[FY28]`: from consensus over drivers as published to each thing
/// that was learnt. Learns twice for each of them. Throws InputError where there is no such figure, or nothing is
/// learnt.
Explained explain_figure(const ScenarioRequest& request, const std::string& name);

}  // namespace wafercast
