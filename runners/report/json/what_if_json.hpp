#pragma once

#include <runners/jobs/studies/goal.hpp>
#include <runners/jobs/studies/tornado.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace wafercast {

std::string tornado_json(const TornadoResult& result);
nlohmann::ordered_json tornado_data(const TornadoResult& result);  ///< the same, before it is text

std::string goal_json(const GoalResult& result);

}  // namespace wafercast
