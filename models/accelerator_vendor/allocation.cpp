#include <models/accelerator_vendor/allocation.hpp>

namespace wafercast::accelerator_vendor {

Allocation::Allocation(const Business& business, const Budgets& budgets, DriverList& drivers)
    : business_(business), budgets_(budgets) {
  drivers.under(driver_groups::all_demand);
  substitution_ = drivers.add("allocation.substitution", "fraction", Support::fraction,
                              "part of unmet demand for a ramped generation that takes an older one", 0.8);
  patience_ = drivers.add("allocation.patience", "fraction", Support::fraction,
                          "part of unmet demand still there a quarter later", 0.8);
}

void Allocation::run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  place_orders(quarter, levels, state, flow);
  sell(Market::global, quarter, state, flow);
  sell(Market::china, quarter, state, flow);
  flow.compute = flow.compute_of[0] + flow.compute_of[1];
  state.tightness = flow.wanted[0] / flow.sellable_value[0];
  share_among_customers(quarter, state, flow);
}

/// Fills placed and wanted, and puts the backlogs at this quarter's prices: a backlog is packages, so at other prices
/// it is worth another sum, as new orders are.
void Allocation::place_orders(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  std::array<Lanes, market_count> revaluation;
  for (std::size_t m = 0; m < market_count; ++m) {
    revaluation[m] = flow.price_response[m] / state.price_response[m];
    state.price_response[m] = flow.price_response[m];
  }
  flow.revalued.fill(Lanes::Zero());
  flow.wanted.fill(Lanes::Zero());
  Lanes all = Lanes::Constant(1.0);  // a dollar, so that the ratio stays finite
  for (int c = 0; c < flow.orders.rows(); ++c) {
    const Customer& customer = business_.customers[static_cast<std::size_t>(c)];
    const auto m = static_cast<std::size_t>(customer.market);
    flow.revalued[m] += state.backlog[c] * (revaluation[m] - 1.0);
    state.backlog[c] *= revaluation[m];
    flow.placed[c] = flow.orders[c] + state.backlog[c];
    if (customer.market == Market::global) all += flow.placed[c];
    if (customer.follows == Customer::Follows::capex) {
      flow.placed[c] = flow.placed[c].min(budgets_(quarter, levels, c));
    }
    flow.wanted[m] += flow.placed[c];
  }
  flow.over_budget = 1.0 - flow.wanted[0] / all;
}

void Allocation::sell(Market market, const Quarter& quarter, State& state, Flow& flow) const {
  const auto m = static_cast<std::size_t>(market);
  Lanes remaining = flow.wanted[m];
  Lanes newer_ramp = Lanes::Zero();         // of the next newer generation in this market
  flow.sellable_value[m].setConstant(1.0);  // a dollar, so that ratios to it stay finite
  flow.compute_of[m].setZero();
  for (int p = static_cast<int>(business_.products.size()) - 1; p >= 0; --p) {
    if (business_.products[static_cast<std::size_t>(p)].market != market) continue;
    const Lanes available = flow.sellable[p] + state.unsold[p];
    const Lanes value = available * flow.price[p];
    const Lanes accepting = 1.0 - (1.0 - quarter(substitution_)) * newer_ramp;
    flow.product_revenue[p] = value.min(remaining * accepting);
    flow.sold[p] = flow.product_revenue[p] / flow.price[p];
    state.unsold[p] = (available - flow.sold[p]).max(0.0);
    remaining -= flow.product_revenue[p];
    flow.sellable_value[m] += value;
    flow.compute_of[m] += flow.product_revenue[p];
    newer_ramp = newer_ramp.max(flow.ramp[p]);
  }
}

/// Each is sold the same part of its orders and backlog, as far as its budget goes; what budgets leave goes to those
/// who have room, by their room.
void Allocation::share_among_customers(const Quarter& quarter, State& state, Flow& flow) const {
  std::array<Lanes, market_count> open, left, room;
  open.fill(Lanes::Constant(1.0));  // a dollar, so that ratios stay finite
  room.fill(Lanes::Constant(1.0));
  left = flow.compute_of;
  const auto each = [&](const auto& work) {
    for (int c = 0; c < flow.orders.rows(); ++c) {
      work(c, static_cast<std::size_t>(business_.customers[static_cast<std::size_t>(c)].market));
    }
  };
  each([&](int c, std::size_t m) { open[m] += flow.orders[c] + state.backlog[c]; });
  each([&](int c, std::size_t m) {
    const Lanes part = flow.compute_of[m] / open[m] * (flow.orders[c] + state.backlog[c]);
    flow.customer_revenue[c] = part.min(flow.placed[c]);
    left[m] -= flow.customer_revenue[c];
    room[m] += flow.placed[c] - flow.customer_revenue[c];
  });
  flow.lost.fill(Lanes::Zero());
  each([&](int c, std::size_t m) {
    flow.customer_revenue[c] += left[m] / room[m] * (flow.placed[c] - flow.customer_revenue[c]);
    const Lanes unmet = (flow.orders[c] + state.backlog[c] - flow.customer_revenue[c]).max(0.0);
    state.backlog[c] = unmet * quarter(patience_);
    flow.lost[m] += unmet - state.backlog[c];
  });
}

}  // namespace wafercast::accelerator_vendor
