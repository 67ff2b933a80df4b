#include <models/accelerator_vendor/allocation.hpp>

namespace wafercast::accelerator_vendor {

Allocation::Allocation(const Business& business, DriverList& drivers) : business_(business) {
  drivers.under(driver_groups::all_demand);
  substitution_ = drivers.add("allocation.substitution", "fraction", Support::fraction,
                              "part of unmet demand for a ramped generation that takes an older one", 0.8);
  patience_ = drivers.add("allocation.patience", "fraction", Support::fraction,
                          "part of unmet demand still there a quarter later", 0.8);
}

void Allocation::run(const Quarter& quarter, State& state, Flow& flow) const {
  sell(Market::global, quarter, state, flow);
  sell(Market::china, quarter, state, flow);
  flow.compute = flow.compute_of[0] + flow.compute_of[1];
  state.tightness = flow.wanted[0] / flow.sellable_value[0];
  share_among_customers(flow);
}

void Allocation::sell(Market market, const Quarter& quarter, State& state, Flow& flow) const {
  const auto m = static_cast<std::size_t>(market);
  // The backlog is packages: at other prices it is worth another sum, as new orders are.
  flow.revalued[m] = state.backlog[m] * (flow.price_response[m] / state.price_response[m] - 1.0);
  state.price_response[m] = flow.price_response[m];
  flow.wanted[m] = flow.market_orders[m] + state.backlog[m] + flow.revalued[m];
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
  const Lanes unmet = remaining.max(0.0);
  state.backlog[m] = unmet * quarter(patience_);
  flow.lost[m] = unmet - state.backlog[m];
}

void Allocation::share_among_customers(Flow& flow) const {
  std::array<Lanes, market_count> filled;
  for (std::size_t m = 0; m < market_count; ++m) filled[m] = flow.compute_of[m] / flow.market_orders[m].max(1.0);
  for (int c = 0; c < static_cast<int>(business_.customers.size()); ++c) {
    const auto m = static_cast<std::size_t>(business_.customers[static_cast<std::size_t>(c)].market);
    flow.customer_revenue[c] = filled[m] * flow.orders[c];
  }
}

}  // namespace wafercast::accelerator_vendor
