#pragma once

#include <models/accelerator_vendor/anchor.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

namespace wafercast::accelerator_vendor {

class Cost;

/// Working capital and cash.
///
///   receivables    = days, from the last reported to the usual ones × index × revenue
///   inventory      = last reported days × index × cost + unsold packages
///   purchases      = cost of goods + change of inventory
///   payables       = share × purchases
///   operating cash = net income (GAAP) + stock compensation + depreciation
///                    − Δ receivables − Δ inventory + Δ payables + other
///   free cash flow = operating cash − capital expenditure
///   cash           = cash before + free cash flow − shareholder returns
class Cash {
 public:
  Cash(const Business& business, const Cost& cost, const Anchor& anchor, DriverList& drivers);

  /// Balances of the last reported quarter.
  void start(const Quarter& anchor, State& state) const;

  void run(const Quarter& quarter, State& state, Flow& flow) const;

 private:
  const Business& business_;
  const Cost& cost_;
  const Anchor& anchor_;
  int receivables_, receivables_persistence_, inventory_, payables_, depreciation_, capital_intensity_, other_,
      returns_;
};

}  // namespace wafercast::accelerator_vendor
