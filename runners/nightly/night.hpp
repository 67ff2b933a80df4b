#pragma once

#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/scenario_request.hpp>
#include <runners/nightly/plan.hpp>
#include <runners/store/store.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A quarter's figure as the company reported it.
struct Reported {
  std::string metric;
  std::string period;
  double value;
  Date published;
};

/// What came of one scenario in a night.
struct UnitOutcome {
  enum class State {
    made,    ///< drawn anew
    known,   ///< the same run stands in the store
    failed,  ///< now or before, on the same inputs
    waiting  ///< would be made: of a dry run
  };
  Subject subject;
  State state;
  double seconds = 0.0;  ///< that it took; of one that waits, what it usually takes
  std::string error{};
  std::optional<StoredRun> run{};
  std::vector<std::string> watched{};  ///< the period that each watch of the plan means on its day; empty of a question
  std::vector<Reported> reported{};  ///< of the last years, for scenarios that suppose nothing: what they are scored on
};

/// "made", "known", "failed", "waiting"
const char* word_of(UnitOutcome::State state);

/// A watched figure between two nights; the parts add up to the change.
struct Move {
  struct Part {
    std::string what;  ///< "data: cowos", "scenario text", "program"
    double change;
  };
  Subject subject;
  Watch watch;
  std::string period;
  std::string unit;
  double before, after;
  double error;  ///< standard error of the change, where the draws differ; 0 on the same draws
  std::vector<Part> parts;
  bool breached = false;
};

struct NightRequest {
  NightlyPlan plan;
  ScenarioRequest how{};  ///< cache, reach and threads; file and seed are the plan's
  std::string only{};     ///< a pattern of scenarios; empty: all
  bool resume = false;    ///< the night that was not finished, instead of a new one
  bool retry_failed = false;
  bool dry_run = false;  ///< what would run, and how long
};

struct NightResult {
  PlanKey plan{};
  std::int64_t night = 0;  ///< 0 of a dry run
  std::vector<UnitOutcome> units{};
  std::vector<Move> moves{};         ///< of watched figures whose runs are not those of the night before
  std::vector<Alert> alerts{};       ///< of this night, and those of earlier ones of which nobody was told yet
  std::vector<std::string> notes{};  ///< what is out of the ordinary, a sentence each
};

/// What the store knows a scenario of a plan by, before it is read.
Subject subject_of(const PlannedUnit& unit);

/// Runs a plan: what is missing is drawn, one thread a scenario, and kept as soon as it is done; an error of one stops
/// no other. `on_unit` is told of each as it ends, one at a time. Nothing when it was stopped: what was done is kept.
/// Whoever told people of the alerts says so to the store (Store::note_told); until then they are offered again. A dry
/// run changes nothing. Throws InputError for a plan that names nothing, and what Store throws.
std::optional<NightResult> run_night(const NightRequest& request,
                                     const std::function<void(const UnitOutcome&)>& on_unit,
                                     const Callbacks& callbacks);

}  // namespace wafercast
