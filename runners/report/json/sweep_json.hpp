#pragma once

#include <runners/jobs/studies/sweep.hpp>

#include <string>

namespace wafercast {

std::string sweep_json(const SweepResult& result);

}  // namespace wafercast
