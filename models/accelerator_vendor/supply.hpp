#pragma once

#include <models/accelerator_vendor/competition.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/outlook_news.hpp>
#include <models/accelerator_vendor/quarter.hpp>
#include <models/accelerator_vendor/unexplained.hpp>

#include <vector>

namespace wafercast::accelerator_vendor {

/// Packages that can be sold: CoWoS wafers × the vendor's share × mix of generations × packages a wafer × yield, under
/// the further ceilings of HBM and of racks, after the time from wafer to shipment. What merchant rivals sell more than
/// at the anchor takes wafers from the vendor's share; where buyers' cycle turns from what plans would say, capacity
/// and memory follow three quarters later.
class Supply {
 public:
  Supply(const Business& business, const Unexplained& unexplained, const Competition& competition,
         const OutlookNews& news, int cycle, DriverList& drivers);

  /// Fills ramp, yield, wafers, made, the shortfalls and sellable; moves packages that wait for racks within `state`.
  void run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const;

  /// How far each generation has taken over, and its yield: needed before the levels are known.
  void ramp_and_yield(const Quarter& quarter, const State& state, Flow& flow) const;
  void wafers(const Quarter& quarter, Flow& flow) const;

  /// Packages from the quarter's wafers, before HBM and racks.
  void make(const Quarter& quarter, const Levels& levels, const State& state, Flow& flow) const;
  Lanes hbm_needed(const Flow& flow, Market market) const;

  /// Packages that a generation has made by the anchor when its output rose evenly since its ramp began.
  Lanes cumulative_at_anchor(const Quarter& anchor, int product, const Lanes& made) const;

  /// What was sellable at the anchor, where the quarter before it is not simulated: output is taken to have grown into
  /// the anchor as wafers grow out of it, and as many packages to have come back from waiting for racks as went into
  /// it.
  Lanes sellable_at_anchor(const Quarter& anchor, int product, const Lanes& made, const Lanes& wafer_growth) const;
  Lanes held_at_anchor(const Quarter& anchor, int product, const Lanes& made) const;

  int packages_per_wafer(int product) const { return products_[static_cast<std::size_t>(product)].packages_per_wafer; }
  int hbm_headroom() const { return hbm_headroom_; }

  /// Packages made but not yet sellable: on their way, or waiting for racks.
  Lanes work_in_process(const Quarter& quarter, const State& state) const;

  /// Packages of a quarter that are sold in it, in the next and in the one after it: parts of what was made in each.
  struct Delay {
    Lanes none, one, two;
  };
  /// `lag` from zero to two quarters; `length` of the quarter in which they are sold, and of the one
  /// before it. Output is even over a quarter. Parts of earlier quarters are of what 13 weeks of them made.
  static Delay delay(const Lanes& lag, float length, float length_before);

 private:
  Lanes answer(const Quarter& quarter) const;
  void ration_memory(const Quarter& quarter, const Levels& levels, const Lanes& answer, State& state, Flow& flow) const;
  void make_from(const Lanes& wafers, Market market, const Quarter& quarter, const Levels& levels, Flow& flow) const;

  struct ProductDrivers {
    int ramp_start, ramp_length, packages_per_wafer, yield_initial, yield_mature, learning_volume, lag, rack_share;
  };

  const Business& business_;
  std::vector<ProductDrivers> products_;
  const Unexplained& unexplained_;
  const Competition& competition_;
  const OutlookNews& news_;
  int cycle_, capacity_, vendor_share_, response_, hbm_headroom_, hbm_growth_, readiness_;
};

/// Smoothstep 3u² − 2u³ of u clamped to [0, 1]: how a ramp runs between its beginning and its end.
Lanes smoothstep(const Lanes& u);

}  // namespace wafercast::accelerator_vendor
