#pragma once

#include <engine/insight/difference.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/simulation/series_key.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <vector>

namespace wafercast {

nlohmann::ordered_json difference_json(const Difference& difference);

/// By metric and period; what was not forecast is left out.
nlohmann::ordered_json differences_json(const std::vector<SeriesKey>& series,
                                        const std::vector<std::optional<Difference>>& differences);

/// `{"cowos.capacity.scale": "0.8"}`.
/// A name that is set more than once holds a list.
nlohmann::ordered_json settings_json(const std::vector<Setting>& settings);

}  // namespace wafercast
