#pragma once

#include <models/accelerator_vendor/anchor.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

#include <vector>

namespace wafercast::accelerator_vendor {

/// Networking rides on compute with an attach ratio; the other segments move from their last reported sales with an
/// index (product cycle), the devices that their market buys (PCs), the company's share of these, and the season:
///   sales = reported sales × Π driver(quarter) / driver(anchor) × season(quarter) / season(anchor).
/// Adds up the data center and the revenue.
class Segments {
 public:
  Segments(const Business& business, const Anchor& anchor, DriverList& drivers);

  void run(const Quarter& quarter, const Levels& levels, int anchor_quarter_of_year, Flow& flow) const;

  int attach() const { return attach_; }

 private:
  const Business& business_;
  const Anchor& anchor_;
  struct SegmentDrivers {
    int sales, units, share;
  };
  std::vector<SegmentDrivers> segments_;
  int attach_;
};

}  // namespace wafercast::accelerator_vendor
