#pragma once

#include <models/accelerator_vendor/budgets.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

namespace wafercast::accelerator_vendor {

/// sold = min(sellable, wanted), market by market and from the newest generation to the oldest. What a customer wants
/// is its new orders and its backlog, as far as its budget pays for them. What it was not sold waits in its backlog,
/// part of it leaves; packages nobody wanted stay in stock.
class Allocation {
 public:
  Allocation(const Business& business, const Budgets& budgets, DriverList& drivers);

  void run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const;

 private:
  void place_orders(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const;
  void sell(Market market, const Quarter& quarter, State& state, Flow& flow) const;
  void share_among_customers(const Quarter& quarter, State& state, Flow& flow) const;

  const Business& business_;
  const Budgets& budgets_;
  int substitution_, patience_;
};

}  // namespace wafercast::accelerator_vendor
