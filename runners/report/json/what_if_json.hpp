#pragma once

#include <runners/jobs/studies/goal.hpp>
#include <runners/jobs/studies/tornado.hpp>

#include <string>

namespace wafercast {

std::string tornado_json(const TornadoResult& result);

std::string goal_json(const GoalResult& result);

}  // namespace wafercast
