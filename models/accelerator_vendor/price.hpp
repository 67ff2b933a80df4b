#pragma once

#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

#include <optional>
#include <vector>

namespace wafercast::accelerator_vendor {

class Cost;

/// What a package sells for, with its board and its share of the rack:
/// (base + input costs passed on) × market level × (1 + scarcity premium) × what rivals force × (performance on offer
/// over what was planned)^pull × erosion after the successor ships.
class Price {
 public:
  Price(const Business& business, const Cost& cost, DriverList& drivers);

  /// Fills price, price_index, mean_price, compute_cost and unit_cost, and lets prices follow costs within `state`.
  void run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const;

 private:
  Lanes compute_cost(const Quarter& quarter, Flow& flow) const;
  Lanes performance_gap(const Quarter& quarter, Flow& flow) const;
  void pass_costs_on(const Quarter& quarter, State& state, Flow& flow) const;
  std::optional<int> successor_of(int product) const;

  const Business& business_;
  const Cost& cost_;
  struct ProductDrivers {
    int price, erosion, performance_gain;
  };
  std::vector<ProductDrivers> products_;
  int scarcity_premium_, market_, rival_pressure_, performance_pull_, pass_through_;
};

}  // namespace wafercast::accelerator_vendor
