#pragma once

#include <engine/forecast/forecast.hpp>
#include <engine/insight/difference.hpp>
#include <engine/insight/value_range.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {

/// An infinite error (a single path) becomes null.
nlohmann::ordered_json json_of(const Estimate& estimate);

nlohmann::ordered_json json_of(const ValueRange& range);

nlohmann::ordered_json json_of(const MetricLevel& level);

}  // namespace wafercast
