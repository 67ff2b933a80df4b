#pragma once

#include <models/accelerator_vendor/demand.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>
#include <models/accelerator_vendor/segments.hpp>

namespace wafercast::accelerator_vendor {

/// What a customer that follows its capital expenditure can pay for in a quarter: compute, in USD,
///   headroom × compute and networking over capex at the anchor × capex / (1 + attach)
/// since networking is paid from the same budget. An outlook that overrules the chain moves budgets along.
class Budgets {
 public:
  Budgets(const Business& business, const Demand& demand, const Segments& segments, DriverList& drivers);

  /// Fills levels.budgets from the compute that was sold in the last reported quarter; after levels.attach.
  void start(const Quarter& anchor, const Lanes& compute, Levels& levels) const;

  Lanes operator()(const Quarter& quarter, const Levels& levels, int customer) const;

 private:
  const Business& business_;
  const Demand& demand_;
  int attach_, headroom_;
};

}  // namespace wafercast::accelerator_vendor
