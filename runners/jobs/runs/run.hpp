#pragma once

#include <engine/forecast/part_file.hpp>
#include <engine/forecast/summary.hpp>
#include <engine/learning/member_values.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/run_request.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace wafercast {

/// What a run counted, or a part of it: parts add up to the bits of the whole, in any order.
struct Counted {
  Summary summary;
  std::vector<std::int64_t> limits;         ///< paths in which a supposition was held at a bound, by row
  std::shared_ptr<MemberValues> members{};  ///< what the first paths said; null where they are not among those counted

  void merge(const Counted& other, Threads threads);  ///< of the same plan; contract
};

/// Nothing counted yet, in the shape that a prepared scenario asks for.
Counted nothing_counted(const Prepared& prepared);

/// Simulates a range of paths; nothing when it was stopped.
std::optional<Counted> count_paths(const Prepared& prepared, PathRange range, Threads threads,
                                   const Callbacks& callbacks);

/// The same, of other series than the prepared scenario asks for.
std::optional<Counted> count_paths(const Prepared& prepared, const SummarisedRows& rows, PathRange range,
                                   Threads threads, const Callbacks& callbacks);

/// The forecast that was counted, with errors that cover the chance of what was learnt.
Forecast forecast_of(const Prepared& prepared, const Counted& counted, Threads threads);

/// The forecast that was counted, with all that the reports say about it. `request` is the one that was prepared.
RunResult conclude(const Prepared& prepared, const RunRequest& request, const Counted& counted);

/// Prepares, counts and concludes; nothing when it was stopped. Throws like prepare().
std::optional<RunResult> run(const RunRequest& request, const Callbacks& callbacks);

}  // namespace wafercast
