#pragma once

#include <wafercast/accelerator_vendor/lists.hpp>
#include <wafercast/accelerator_vendor/quarter.hpp>

#include <vector>

namespace wafercast::accelerator_vendor {

/// New orders for compute in a quarter, in USD at list price, by customer:
///   orders = orders at the anchor × share × index(quarter) / index(anchor)
/// where the index of a customer that follows its capex is
///   capex × chips' share of capex × (1 − custom silicon) × (1 − merchant rivals) × cycle × efficiency
/// and of the others demand × cycle × efficiency. Efficiency: when a task takes e times the compute it took, tasks grow
/// by e^−η (η: elasticity), so compute changes by e^(1−η): more when η > 1. Two things move orders beside plans:
/// prices, to which packages respond with the elasticity ε, so dollars with 1 − ε; and a generation that is late, for
/// which part of the orders waits and comes when it does.
class Demand {
 public:
  /// `unexplained` is the driver of what the chain does not explain.
  Demand(const Business& business, int unexplained, DriverList& drivers);

  /// Fills levels.orders.
  void start(const Quarter& anchor, Levels& levels) const;
  void run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const;

  /// Part of the orders at the anchor that comes from China.
  Lanes china_share(const Quarter& anchor) const;
  /// What China wants, relative to the anchor.
  Lanes china_index(const Quarter& quarter) const;

 private:
  Lanes index(int customer, const Quarter& quarter, int slice) const;
  Lanes cycle_and_efficiency(const Quarter& quarter) const;
  Lanes lateness(const Flow& flow) const;
  void wait_for_late_generations(const Quarter& quarter, State& state, Flow& flow) const;

  struct CustomerDrivers {
    int share, level, custom_silicon;
  };
  const Business& business_;
  std::vector<CustomerDrivers> customers_;
  int unexplained_;
  int chip_share_, merchant_rivals_, cycle_, compute_per_task_, elasticity_, price_elasticity_, waiting_;
};

}  // namespace wafercast::accelerator_vendor
