#pragma once

#include <engine/insight/difference.hpp>
#include <engine/simulation/series_key.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/jobs/runs/scenario_request.hpp>
#include <runners/jobs/studies/compared_choice.hpp>
#include <runners/jobs/studies/held_back.hpp>
#include <runners/jobs/studies/scenario_differences.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// Scenarios held against the first of them, on common draws. All are seen from the same day and over the same
/// quarters: those of the first, unless the request says otherwise.
struct CompareRequest {
  /// A scenario that is held against the first: its file, and what is supposed on top of it.
  struct Other {
    std::filesystem::path file;
    std::vector<Setting> settings{};
  };
  ScenarioRequest scenario;  ///< the first, and how all of them are read and drawn
  std::vector<Other> others{};
  ComparedChoice choice{};
  std::int64_t paths = 100'000;
};

struct CompareResult {
  /// One of the others.
  struct Other {
    std::string name;
    std::string file;
    std::vector<Setting> settings;
    std::vector<ScenarioDifference> differs;             ///< from the first
    std::vector<std::string> idle;                       ///< what it supposes and no figure feels, in words
    std::vector<std::optional<Difference>> differences;  ///< by series
    std::vector<std::string> reasons{};                  ///< why its effect on sales is small or late, in words
    std::vector<HeldBack> held_back{};                   ///< in the year asked about first, and in the last quarter
    std::vector<AnswerChange> answers{};                 ///< of the first's questions
  };
  Explanation about;  ///< of the first
  std::string file;
  std::int64_t distinct_paths = 0;  ///< paths beyond the members of the posterior repeat what was learnt
  std::vector<SeriesKey> series;
  std::vector<Other> others;
};

/// The series that people ask about first: of the first metric, the last whole year that both forecast.
std::size_t asked_first(const CompareResult& result, const CompareResult::Other& other);

/// Nothing when it was stopped. Throws like prepare(), and InputError for a metric or a period that is not forecast.
std::optional<CompareResult> compare(const CompareRequest& request, const Callbacks& callbacks);

}  // namespace wafercast
