#pragma once

#include <runners/jobs/runs/run_request.hpp>
#include <runners/jobs/studies/compare.hpp>
#include <runners/jobs/studies/sweep.hpp>
#include <runners/jobs/studies/tornado.hpp>
#include <runners/jobs/studies/why.hpp>

#include <string>

namespace wafercast {

// Reports as one HTML file each (report_page.hpp). The figures are those of the JSON outputs, to the digit.

std::string run_report(const Forecast& forecast, const RunDescription& run);
std::string comparison_report(const CompareResult& result);
std::string sweep_report(const SweepResult& result);
std::string tornado_report(const TornadoResult& result);
std::string why_report(const WhyResult& result);

}  // namespace wafercast
