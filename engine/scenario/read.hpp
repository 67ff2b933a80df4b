#pragma once

#include <wafercast/scenario/scenario.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace wafercast {

struct ReadOptions {
  std::optional<Date> as_of;                         ///< instead of the scenario's own
  std::optional<int> quarters;                       ///< instead of the scenario's own horizon
  std::optional<std::filesystem::path> data_folder;  ///< instead of the scenario's `data: folder`

  /// The fiscal calendar of a model, by its name; nothing when there is no such model.
  std::function<std::optional<FiscalCalendar>(const std::string& model)> calendar_of;
  std::vector<std::string> model_names;  ///< for suggestions
};

/// Reads, composes and checks a scenario. Throws InputError with every problem found.
Scenario read_scenario(const std::filesystem::path& file, const ReadOptions& options);

}  // namespace wafercast
