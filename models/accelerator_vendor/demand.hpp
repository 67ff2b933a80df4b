#pragma once

#include <models/accelerator_vendor/competition.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/outlook_news.hpp>
#include <models/accelerator_vendor/quarter.hpp>
#include <models/accelerator_vendor/unexplained.hpp>

#include <vector>

namespace wafercast::accelerator_vendor {

/// New orders for compute in a quarter, in USD at list price, by customer:
///   orders = orders at the anchor × share × index(quarter) / index(anchor)
/// where the index of a customer that follows its capex is
///   capex × chips' share of capex × what competition leaves × cycle × efficiency
/// and of the others demand × cycle × efficiency. Efficiency: when a task takes e times the compute it took at the
/// anchor, or compute costs e times what it did, tasks grow by e^−η (η: elasticity), so orders change by e^(1−η): more
/// when η > 1. Where e has not moved, no η moves anything. Beside plans, orders are moved by prices, to which packages
/// respond with the elasticity ε, so dollars with 1 − ε; by a generation that is late, for which part of the orders
/// waits and comes when it does; by the sites with power that could take them; and in China by the cap that a licence
/// sets.
class Demand {
 public:
  Demand(const Business& business, const Unexplained& unexplained, const Competition& competition,
         const OutlookNews& news, int cycle, DriverList& drivers);

  /// Orders that sites with power could take in the last reported quarter, over what was ordered in it.
  Lanes sites_at_anchor(const Quarter& anchor) const { return anchor(site_headroom_); }

  /// Fills levels.orders.
  void start(const Quarter& anchor, Levels& levels) const;
  void run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const;

  /// Part of the orders at the anchor that comes from China.
  Lanes china_share(const Quarter& anchor) const;
  /// Part of the compute at the anchor that a customer bought.
  Lanes part_at_anchor(const Quarter& anchor, int customer) const;
  /// The driver that a customer's orders follow: its capital expenditure, or its demand.
  int level(int customer) const { return customers_[static_cast<std::size_t>(customer)].level; }
  /// What China wants, relative to the anchor.
  Lanes china_index(const Quarter& quarter) const;

 private:
  Lanes index(int customer, const Quarter& quarter, int slice) const;
  Lanes lateness(const Flow& flow) const;
  void wait_for_late_generations(const Quarter& quarter, State& state, Flow& flow) const;
  void scale(Market market, const Lanes& factor, Flow& flow) const;

  struct CustomerDrivers {
    int share, level;
  };
  const Business& business_;
  std::vector<CustomerDrivers> customers_;
  const Unexplained& unexplained_;
  const Competition& competition_;
  const OutlookNews& news_;
  int cycle_;
  int chip_share_, compute_per_task_, elasticity_, hardware_, price_elasticity_, waiting_;
  int site_headroom_, site_growth_, china_cap_;
};

}  // namespace wafercast::accelerator_vendor
