#pragma once

#include <engine/insight/draw_groups.hpp>
#include <engine/simulation/block.hpp>
#include <engine/simulation/model.hpp>

#include <Eigen/Core>

#include <vector>

namespace wafercast {

/// What a result is regressed on: z and z² − 1 of every draw; of every uncertain event the indicator that it happened,
/// alone and times each of the event's own draws (its size and timing matter on those paths only); and the drivers on
/// which uncertain events act, in each quarter of the horizon, with their squares: there size, timing and duration come
/// together.
class DrawFeatures {
 public:
  DrawFeatures(const Plan& plan, const DrawGroups& groups);

  int count() const { return static_cast<int>(group_of_.size()); }
  const std::vector<int>& group_of() const { return group_of_; }

  /// Fills a column a feature, a row a lane. `z` is as the drivers see it: correlated groups mixed.
  void fill(const LaneTable& z, const LaneTable& happened, const DriverBlock& drivers,
            Eigen::Ref<Eigen::MatrixXd> features) const;

 private:
  void add_struck(const Plan& plan, int driver, int group);

  struct Event {
    int event;
    std::vector<int> rows;
  };
  struct Struck {
    int driver;
    int slice;
    bool relative;  ///< a positive driver, by its logarithm
  };
  std::vector<Struck> struck_;
  int draws_;
  std::vector<Event> events_;
  std::vector<int> group_of_;
};

}  // namespace wafercast
