#pragma once

#include <engine/core/parallel.hpp>
#include <engine/simulation/plan.hpp>
#include <engine/simulation/stage_observer.hpp>
#include <engine/simulation/stages/driver_stage.hpp>
#include <engine/simulation/stages/event_stage.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace wafercast {

struct RunOptions {
  std::uint64_t first_path = 0;  ///< a multiple of block_lanes
  std::int64_t paths = 0;
  Threads threads;
  std::function<void(std::int64_t paths_done)> progress = [](std::int64_t) {};  ///< may be called from any thread
  std::function<bool()> stop = [] { return false; };
  std::optional<std::vector<int>> rows{};  ///< of Plan::series, that are looked at; other derived ones are not derived
  std::function<StageObserver*(int slot)> observer = [](int) { return nullptr; };  ///< of a worker's blocks; null: none
};

/// One worker's memory and the stages that a block passes through.
class BlockRunner {
 public:
  /// `rows` of Plan::series are looked at: other derived ones are not derived, and mean nothing. Absent: all are.
  BlockRunner(const Plan& plan, const Model& model, const Sampler& sampler, StageObserver* observer = nullptr,
              const std::optional<std::vector<int>>& rows = std::nullopt);

  /// Simulates paths first_path … first_path + lanes − 1.
  const SeriesBlock& run(std::uint64_t first_path, int lanes);

  /// Goes as far as the drivers: who looks at nothing else need not wait for the model.
  const DriverBlock& run_drivers(std::uint64_t first_path);

  /// The drivers of the block that ran last, for replaying a path.
  const DriverBlock& drivers() const { return driver_block_; }
  const MetricBlock& metrics() const { return metrics_; }

 private:
  void run_events();
  void passed(Stage stage) const {
    if (observer_ != nullptr) observer_->passed(stage);
  }

  const Plan& plan_;
  const Model& model_;
  const Sampler& sampler_;
  StageObserver* observer_;
  std::vector<DerivedSeries> derived_;
  LaneTable z_;
  std::vector<std::vector<double*>> correlated_rows_;  ///< a list a dependence group
  LaneTable driver_rows_;
  DriverScratch scratch_;
  EventTimes event_times_;
  DriverBlock driver_block_;
  std::unique_ptr<Model::Workspace> workspace_;
  SeriesBlock series_;
  LaneTable details_;
  MetricBlock metrics_;
};

/// Simulates a range of paths on all workers; every worker slot's blocks go to `consumer(slot)`. Answers false when it
/// was stopped before the end.
bool simulate(const Plan& plan, const Model& model, const Sampler& sampler, const RunOptions& options,
              const std::function<BlockConsumer&(int slot)>& consumer);

}  // namespace wafercast
