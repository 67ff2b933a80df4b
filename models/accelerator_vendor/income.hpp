#pragma once

#include <models/accelerator_vendor/anchor.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

namespace wafercast::accelerator_vendor {

/// From revenue and cost to earnings a share, non-GAAP and GAAP. The GAAP figures differ by stock compensation and
/// amortisation: in cost of goods as points of revenue, in operating expense as a ratio, both as last reported.
class Income {
 public:
  Income(const Anchor& anchor, DriverList& drivers);

  void run(const Quarter& quarter, State& state, Flow& flow) const;

 private:
  Lanes next_opex(const Quarter& quarter, const State& state, const Lanes& revenue) const;

  const Anchor& anchor_;
  int opex_growth_, opex_follows_, opex_surprise_, interest_, tax_, tax_gaap_, share_drift_;
};

}  // namespace wafercast::accelerator_vendor
