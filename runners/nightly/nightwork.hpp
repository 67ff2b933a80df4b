#pragma once

#include <runners/jobs/runs/callbacks.hpp>
#include <runners/nightly/night.hpp>
#include <runners/store/store.hpp>

#include <mutex>
#include <optional>
#include <string>

namespace wafercast {

/// The work of one night, shared by its threads: each scenario is looked up, or drawn and kept.
class Nightwork {
 public:
  /// Without a store nothing is known: a dry run before the first night.
  Nightwork(const NightRequest& request, Store* store, std::int64_t night)
      : request_(request), store_(store), night_(night) {}

  /// What goes wrong with a scenario is its own failure, whatever it is; what goes wrong with the store is thrown.
  UnitOutcome run(const PlannedUnit& unit, const Callbacks& callbacks);

 private:
  struct Task;

  /// What is to be drawn; or what could not be read, with why.
  Task read_task(const PlannedUnit& unit) const;
  UnitOutcome drawn(Task task, const Callbacks& callbacks);
  bool draw(Task& task, const Callbacks& callbacks) const;  ///< into the task's record; false when it was stopped
  double usual_seconds(const Subject& subject);
  std::optional<UnitOutcome> known(const Subject& subject, const RunKey& key);
  UnitOutcome keep(const RunRecord& record);

  const NightRequest& request_;
  Store* store_;
  std::int64_t night_;
  std::mutex mutex_;  ///< of the store
};

}  // namespace wafercast
