#pragma once

#include <runners/jobs/runs/beliefs_and_record.hpp>

#include <nlohmann/json_fwd.hpp>

namespace wafercast {

nlohmann::ordered_json bridge_json(const Bridge& bridge);

}  // namespace wafercast
