#include <wafercast/accelerator_vendor/demand.hpp>

namespace wafercast::accelerator_vendor {

Demand::Demand(const Business& business, int unexplained, DriverList& drivers)
    : business_(business), unexplained_(unexplained) {
  drivers.under(driver_groups::hyperscalers);
  chip_share_ = drivers.add("capex.chip_share", "fraction", Support::fraction,
                            "part of capital expenditure that buys accelerators");
  merchant_rivals_ = drivers.add("rivals.merchant_share", "fraction", Support::fraction,
                                 "part of accelerators bought from merchant rivals");
  drivers.under(driver_groups::all_demand);
  cycle_ = drivers.add("demand.cycle", "fraction", Support::positive,
                       "prepayment and digestion: orders relative to what plans would say", 1.0);
  compute_per_task_ = drivers.add("efficiency.compute_per_task", "fraction", Support::positive,
                                  "compute that a task takes, relative to the anchor", 1.0);
  elasticity_ = drivers.add("efficiency.elasticity", "fraction", Support::positive,
                            "how strongly tasks grow as they get cheaper", 1.0);
  for (const Customer& customer : business.customers) {
    const bool capex = customer.follows == Customer::Follows::capex;
    drivers.under(customer.market == Market::china ? driver_groups::china
                  : capex                          ? driver_groups::hyperscalers
                                                   : driver_groups::other_demand);
    customers_.push_back({
        .share = drivers.add(customer.name + ".share", "fraction", Support::fraction,
                             "share of compute orders at the anchor"),
        .level = capex ? drivers.add(customer.name + ".capex", "USD/quarter", Support::positive, "capital expenditure")
                       : drivers.add(customer.name + ".demand", "fraction", Support::positive, "index of orders"),
        .custom_silicon = capex ? drivers.add(customer.name + ".custom_silicon", "fraction", Support::fraction,
                                              "part of accelerators that are its own design", 0.0)
                                : -1,
    });
    drivers.initial(customers_.back().share);
  }
}

Lanes Demand::cycle_and_efficiency(const Quarter& quarter) const {
  return quarter(cycle_) * ((1.0 - quarter(elasticity_)) * quarter(compute_per_task_).log()).exp();
}

Lanes Demand::index(int customer, const Quarter& quarter, int slice) const {
  const CustomerDrivers& d = customers_[static_cast<std::size_t>(customer)];
  const Lanes& level = quarter.drivers(d.level, slice);
  if (d.custom_silicon < 0) return level;
  return level * quarter.drivers(chip_share_, slice) * (1.0 - quarter.drivers(d.custom_silicon, slice)) *
         (1.0 - quarter.drivers(merchant_rivals_, slice));
}

Lanes Demand::china_share(const Quarter& anchor) const {
  Lanes china = Lanes::Zero();
  Lanes all = Lanes::Zero();
  for (std::size_t c = 0; c < customers_.size(); ++c) {
    const Lanes& share = anchor(customers_[c].share);
    all += share;
    if (business_.customers[c].market == Market::china) china += share;
  }
  return china / all;
}

Lanes Demand::china_index(const Quarter& quarter) const {
  Lanes now = Lanes::Zero();
  Lanes then = Lanes::Zero();
  for (std::size_t c = 0; c < customers_.size(); ++c) {
    if (business_.customers[c].market != Market::china) continue;
    now += quarter.at_anchor(customers_[c].share) * index(static_cast<int>(c), quarter, quarter.slice);
    then += quarter.at_anchor(customers_[c].share) * index(static_cast<int>(c), quarter, Slices::anchor);
  }
  return now / then;
}

void Demand::start(const Quarter& anchor, Levels& levels) const {
  Lanes all = Lanes::Zero();
  for (const CustomerDrivers& d : customers_) all += anchor(d.share);
  const Lanes common = all * cycle_and_efficiency(anchor);
  for (int c = 0; c < static_cast<int>(customers_.size()); ++c) {
    const Lanes& share = anchor(customers_[static_cast<std::size_t>(c)].share);
    levels.orders[c] = share / (common * index(c, anchor, Slices::anchor));
  }
}

void Demand::run(const Quarter& quarter, const Levels& levels, Flow& flow) const {
  const Lanes common =
      levels.demand * cycle_and_efficiency(quarter) * (quarter(unexplained_) / quarter.at_anchor(unexplained_));
  flow.market_orders.fill(Lanes::Zero());
  for (int c = 0; c < static_cast<int>(customers_.size()); ++c) {
    flow.orders[c] = common * levels.orders[c] * index(c, quarter, quarter.slice);
    flow.market_orders[static_cast<std::size_t>(business_.customers[static_cast<std::size_t>(c)].market)] +=
        flow.orders[c];
  }
}

}  // namespace wafercast::accelerator_vendor
