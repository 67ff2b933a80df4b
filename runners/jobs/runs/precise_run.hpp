#pragma once

#include <runners/jobs/runs/part.hpp>
#include <runners/jobs/runs/precision.hpp>
#include <runners/jobs/runs/profile.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace wafercast {

/// A run of as many paths as it says, or of as many as make its forecast precise enough.
struct PreciseRunRequest {
  RunRequest run;
  std::optional<PrecisionGoal> precision{};  ///< absent: as many paths as the run says

  /// Called once an attempt is prepared, before its paths: answers where it leaves what it has done when it is stopped.
  /// May throw.
  std::function<std::filesystem::path(const RunRequest&, const Prepared&)> begin;
};

struct PreciseRun {
  Prepared prepared;
  std::optional<RunResult> result{};  ///< absent when it was stopped
  bool is_resumable = false;          ///< the same run goes on from where it was stopped
  RunPhases phases{};                 ///< of the last attempt
  std::string precision{};            ///< how sure the forecast is, for people; among its notes too
};

/// Attempts with ever more paths until one is as precise as was asked for, or as can be. Throws like prepare().
PreciseRun run_precisely(PreciseRunRequest request, const Callbacks& callbacks);

}  // namespace wafercast
