#include <models/accelerator_vendor/demand.hpp>

#include <fmt/format.h>

namespace wafercast::accelerator_vendor {

Demand::Demand(const Business& business, const Unexplained& unexplained, const Competition& competition,
               const OutlookNews& news, int cycle, DriverList& drivers)
    : business_(business), unexplained_(unexplained), competition_(competition), news_(news), cycle_(cycle) {
  drivers.under(driver_groups::hyperscalers);
  chip_share_ = drivers.add("capex.chip_share", "fraction", Support::fraction,
                            "part of capital expenditure that buys accelerators");
  drivers.under(driver_groups::all_demand);
  compute_per_task_ = drivers.add("efficiency.compute_per_task", "fraction", Support::positive,
                                  "compute that a task takes, relative to the anchor", 1.0);
  elasticity_ = drivers.add("efficiency.elasticity", "fraction", Support::positive,
                            "how strongly tasks grow as they get cheaper", 1.0);
  hardware_ = drivers.add("efficiency.hardware", "fraction", Support::fraction,
                          "part of what a new generation saves a task that reaches its price", 0.0);
  price_elasticity_ =
      drivers.add("demand.price_elasticity", "fraction", Support::positive,
                  "fall of packages ordered for a rise of their price, in per cent for one per cent", 1.0);
  waiting_ = drivers.add("demand.waiting", "fraction", Support::fraction,
                         "part of orders that waits for a generation that is late", 0.0);
  site_headroom_ =
      drivers.add("sites.headroom", "fraction", Support::positive,
                  "orders that sites with power could take at the anchor, over those that were placed", 1e6);
  drivers.initial(site_headroom_);
  drivers.only_before(site_headroom_, "'sites.growth'");
  site_growth_ =
      drivers.add("sites.growth", "fraction/quarter", Support::real, "growth of what sites with power can take", 0.0);
  drivers.under(driver_groups::china);
  china_cap_ = drivers.add("china.cap", "fraction", Support::positive,
                           "orders from China that licences allow, over those of all others", 1.0);
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
    });
    drivers.initial(customers_.back().share);
    drivers.only_before(customers_.back().share, fmt::format("'{}.{}'", customer.name, capex ? "capex" : "demand"));
  }
}

Lanes Demand::index(int customer, const Quarter& quarter, int slice) const {
  const CustomerDrivers& d = customers_[static_cast<std::size_t>(customer)];
  const Lanes& level = quarter.drivers(d.level, slice);
  if (business_.customers[static_cast<std::size_t>(customer)].follows == Customer::Follows::demand) return level;
  return level * quarter.drivers(chip_share_, slice) * competition_.open_part(customer, quarter, slice);
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
    then += quarter.at_anchor(customers_[c].share) * index(static_cast<int>(c), quarter, Timeline::anchor);
  }
  return now / then;
}

void Demand::start(const Quarter& anchor, Levels& levels) const {
  Lanes all = Lanes::Zero();
  for (const CustomerDrivers& d : customers_) all += anchor(d.share);
  const Lanes common = all * anchor(cycle_);
  for (int c = 0; c < static_cast<int>(customers_.size()); ++c) {
    const Lanes& share = anchor(customers_[static_cast<std::size_t>(c)].share);
    levels.orders[c] = share / (common * index(c, anchor, Timeline::anchor));
  }
}

Lanes Demand::part_at_anchor(const Quarter& anchor, int customer) const {
  Lanes all = Lanes::Zero();
  for (const CustomerDrivers& d : customers_) all += anchor(d.share);
  return anchor(customers_[static_cast<std::size_t>(customer)].share) / all;
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

void Demand::scale(Market market, const Lanes& factor, Flow& flow) const {
  flow.market_orders[static_cast<std::size_t>(market)] *= factor;
  for (int c = 0; c < static_cast<int>(customers_.size()); ++c) {
    if (business_.customers[static_cast<std::size_t>(c)].market == market) flow.orders[c] *= factor;
  }
}

/// Those who wait come back as the generation ramps; in the meantime some of them buy elsewhere.
void Demand::wait_for_late_generations(const Quarter& quarter, State& state, Flow& flow) const {
  constexpr double still_there_a_quarter_later = 0.85;
  const Lanes late = lateness(flow);
  const Lanes& orders = flow.market_orders[0];
  const Lanes back = state.waiting * (1.0 - late);
  const Lanes held = quarter(waiting_) * late * orders;
  state.waiting = still_there_a_quarter_later * (state.waiting - back) + held;
  scale(Market::global, (orders - held + back) / orders, flow);
}

void Demand::run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  const Lanes leaner = (quarter(compute_per_task_) / quarter.at_anchor(compute_per_task_)).log();
  const Lanes cheaper = quarter(hardware_) * (flow.compute_cost - levels.compute_cost);
  flow.unexplained = unexplained_(quarter);
  const Lanes common = levels.demand * quarter(cycle_) * ((1.0 - quarter(elasticity_)) * (leaner + cheaper)).exp() *
                       news_(quarter, levels) * flow.unexplained * quarter.length;
  std::array<Lanes, market_count> rivals, packages_a_dollar;  // a year
  for (std::size_t m = 0; m < market_count; ++m) {
    const Lanes log_price = (flow.price_index[m] / levels.price[m]).log();
    flow.price_response[m] = ((1.0 - quarter(price_elasticity_)) * log_price).exp();
    rivals[m] = competition_.at_price(quarter, log_price);
    packages_a_dollar[m] = quarters_per_year / quarter.length / flow.mean_price[m];
  }
  flow.market_orders.fill(Lanes::Zero());
  for (int c = 0; c < static_cast<int>(customers_.size()); ++c) {
    const Customer& customer = business_.customers[static_cast<std::size_t>(c)];
    const auto market = static_cast<std::size_t>(customer.market);
    flow.orders[c] = common * levels.orders[c] * index(c, quarter, quarter.slice) * flow.price_response[market];
    if (customer.follows == Customer::Follows::capex) {
      flow.orders[c] *= rivals[market];
    } else {
      flow.orders[c] *= competition_.own_design(quarter, packages_a_dollar[market] * flow.orders[c]);
    }
    flow.market_orders[market] += flow.orders[c];
  }
  wait_for_late_generations(quarter, state, flow);
  state.sites *= (1.0 + quarter(site_growth_)).max(0.01F);
  scale(Market::global, (state.sites * flow.unexplained * quarter.length / flow.market_orders[0]).min(1.0), flow);
  scale(Market::china, (quarter(china_cap_) * flow.market_orders[0] / flow.market_orders[1]).min(1.0), flow);
}

}  // namespace wafercast::accelerator_vendor
