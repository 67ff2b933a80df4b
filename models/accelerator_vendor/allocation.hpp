#pragma once

#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

namespace wafercast::accelerator_vendor {

/// sold = min(sellable, wanted), market by market and from the newest generation to the oldest. Unmet demand waits in
/// the backlog, part of it leaves; packages nobody wanted stay in stock.
class Allocation {
 public:
  Allocation(const Business& business, DriverList& drivers);

  void run(const Quarter& quarter, State& state, Flow& flow) const;

 private:
  void sell(Market market, const Quarter& quarter, State& state, Flow& flow) const;
  void share_among_customers(Flow& flow) const;

  const Business& business_;
  int substitution_, patience_;
};

}  // namespace wafercast::accelerator_vendor
