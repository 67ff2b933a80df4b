#pragma once

#include <runners/nightly/night.hpp>

#include <string>

namespace wafercast {

/// A night as metrics in Prometheus' text format, for the textfile collector of node_exporter: when it ended, what it
/// did, its alerts, and the medians that are watched.
std::string prometheus_text(const NightResult& result, const NightlyPlan& plan, Store& store, double ended_at);

}  // namespace wafercast
