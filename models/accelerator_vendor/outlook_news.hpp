#pragma once

#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

#include <algorithm>
#include <cmath>

namespace wafercast::accelerator_vendor {

/// An outlook above what the chain says is news of supply and orders, and more of it tends to come: in each later
/// quarter both outgrow what is believed by momentum × φ^(quarters since) × the news (a log), so that after h of them
/// they are
///   exp(momentum · news · (φ + φ² + … + φ^h))
/// above it. Growth of the record persists alike (growth_rule.hpp: φ between 0.5 and 0.6).
class OutlookNews {
 public:
  explicit OutlookNews(DriverList& drivers) {
    momentum_ = drivers.under(driver_groups::all_demand)
                    .add("guidance.momentum", "fraction", Support::real,
                         "how much of what an outlook adds to the chain comes again later, before it wears off", 0.0);
  }

  Lanes operator()(const Quarter& quarter, const Levels& levels) const {
    constexpr double persistence = 0.6;
    const int later = std::max(quarter.quarters_ahead - 1, 0);
    const double sum = persistence * (1.0 - std::pow(persistence, later)) / (1.0 - persistence);
    return (quarter(momentum_) * levels.news * sum).exp();
  }

 private:
  int momentum_;
};

}  // namespace wafercast::accelerator_vendor
