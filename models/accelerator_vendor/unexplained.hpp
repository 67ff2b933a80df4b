#pragma once

#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

namespace wafercast::accelerator_vendor {

/// What the chain does not explain: it multiplies packages made and orders alike, relative to the anchor, and drifts. A
/// chain that undershot in the quarters before the forecast learns its drift from them.
class Unexplained {
 public:
  explicit Unexplained(DriverList& drivers) {
    drivers.under(driver_groups::unexplained);
    level_ = drivers.add("chain.unexplained", "fraction", Support::positive,
                         "what the chain does not explain: multiplies packages made and orders alike", 1.0);
    drift_ =
        drivers.add("chain.drift", "fraction/quarter", Support::real, "growth of what the chain does not explain", 0.0);
  }

  Lanes operator()(const Quarter& quarter) const {
    return quarter(level_) / quarter.at_anchor(level_) * (quarter(drift_) * quarter.quarters_ahead).exp();
  }

 private:
  int level_, drift_;
};

}  // namespace wafercast::accelerator_vendor
