#pragma once

#include <wafercast/accelerator_vendor/lists.hpp>
#include <wafercast/accelerator_vendor/quarter.hpp>

#include <optional>
#include <vector>

namespace wafercast::accelerator_vendor {

/// What a package sells for, with its board and its share of the rack:
/// base × market level × (1 + scarcity premium) × erosion after the successor ships × what rivals force.
class Price {
 public:
  Price(const Business& business, DriverList& drivers);

  void run(const Quarter& quarter, const State& state, Flow& flow) const;

 private:
  std::optional<int> successor_of(int product) const;

  const Business& business_;
  struct ProductDrivers {
    int price, erosion;
  };
  std::vector<ProductDrivers> products_;
  int scarcity_premium_, market_, rival_pressure_;
};

}  // namespace wafercast::accelerator_vendor
