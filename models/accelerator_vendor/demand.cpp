#include <wafercast/accelerator_vendor/demand.hpp>

#include <fmt/format.h>

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
  price_elasticity_ =
      drivers.add("demand.price_elasticity", "fraction", Support::positive,
                  "fall of packages ordered for a rise of their price, in per cent for one per cent", 1.0);
  waiting_ = drivers.add("demand.waiting", "fraction", Support::fraction,
                         "part of orders that waits for a generation that is late", 0.0);
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
    drivers.only_before(customers_.back().share, fmt::format("'{}.{}'", customer.name, capex ? "capex" : "demand"));
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

/// How far the generation that is most behind its plan is behind.
Lanes Demand::lateness(const Flow& flow) const {
  Lanes late = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(business_.products.size()); ++p) {
    if (business_.products[static_cast<std::size_t>(p)].market != Market::global) continue;
    late = late.max(flow.planned_ramp[p] - flow.ramp[p]);
  }
  return late;
}

/// Those who wait come back as the generation ramps; in the meantime some of them buy elsewhere.
void Demand::wait_for_late_generations(const Quarter& quarter, State& state, Flow& flow) const {
  constexpr double still_there_a_quarter_later = 0.85;
  const Lanes late = lateness(flow);
  Lanes& orders = flow.market_orders[0];
  const Lanes back = state.waiting * (1.0 - late);
  const Lanes held = quarter(waiting_) * late * orders;
  state.waiting = still_there_a_quarter_later * (state.waiting - back) + held;
  const Lanes factor = (orders - held + back) / orders;
  orders *= factor;
  for (int c = 0; c < static_cast<int>(customers_.size()); ++c) {
    if (business_.customers[static_cast<std::size_t>(c)].market == Market::global) flow.orders[c] *= factor;
  }
}

void Demand::run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  const Lanes common = levels.demand * cycle_and_efficiency(quarter) *
                       (quarter(unexplained_) / quarter.at_anchor(unexplained_)) * quarter.length;
  for (std::size_t m = 0; m < market_count; ++m) {
    const Lanes relative_price = flow.price_index[m] / levels.price[m];
    flow.price_response[m] = ((1.0 - quarter(price_elasticity_)) * relative_price.log()).exp();
  }
  flow.market_orders.fill(Lanes::Zero());
  for (int c = 0; c < static_cast<int>(customers_.size()); ++c) {
    const auto market = static_cast<std::size_t>(business_.customers[static_cast<std::size_t>(c)].market);
    flow.orders[c] = common * levels.orders[c] * index(c, quarter, quarter.slice) * flow.price_response[market];
    flow.market_orders[market] += flow.orders[c];
  }
  wait_for_late_generations(quarter, state, flow);
}

}  // namespace wafercast::accelerator_vendor
