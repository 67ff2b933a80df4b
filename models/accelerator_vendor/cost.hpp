#pragma once

#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

#include <vector>

namespace wafercast::accelerator_vendor {

class Supply;

/// Cost of goods sold. A package costs
///   ((die + HBM · price a GB + CoWoS wafer / packages a wafer) / yield + board and rack) × (1 + ramp penalty ·
///   learning gap) × (1 + warranty + tariff)
/// and on top come networking and the other segments at their margins, ordinary provisions, what events strand, and
/// what licences take of sales to China.
class Cost {
 public:
  Cost(const Business& business, const Supply& supply, DriverList& drivers);

  /// What a package costs at the input prices (memory, packaging, tariff) of a slice, at a cost level of one.
  Lanes unit_cost(const Quarter& quarter, int product, int slice_of_inputs, Flow& flow) const;

  /// Costs without provisions, at a cost level of one, from the unit costs that Price::run filled.
  void run_chain(const Quarter& quarter, Flow& flow) const;

  /// All of it; scraps stranded and outdated packages within `state`.
  void run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const;

  /// Ordinary inventory provisions over revenue.
  const Lanes& provision_rate(const Quarter& quarter) const { return quarter(provision_rate_); }
  const Lanes& provision_rate_at_anchor(const Quarter& quarter) const { return quarter.at_anchor(provision_rate_); }

 private:
  struct ProductDrivers {
    int die, board, hbm_premium, ramp_penalty, stranded, pipeline;
  };
  const Business& business_;
  const Supply& supply_;
  std::vector<ProductDrivers> products_;
  int hbm_price_, wafer_price_, unexplained_, warranty_, tariff_, networking_margin_, segment_margin_, provision_rate_,
      write_down_, levy_;
};

}  // namespace wafercast::accelerator_vendor
