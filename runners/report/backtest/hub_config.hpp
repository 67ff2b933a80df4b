#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <map>
#include <string>

namespace wafercast {

/// What the tools of a forecast hub need to open one: `hub-config/` (admin, tasks and target data, by version 6 of the
/// hubverse schemas, and a schema of the models' metadata) and a file of metadata a model.
std::map<std::string, std::string> hub_config(const Backtest& backtest);

}  // namespace wafercast
