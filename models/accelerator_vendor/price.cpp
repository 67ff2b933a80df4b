#include <models/accelerator_vendor/price.hpp>

#include <models/accelerator_vendor/cost.hpp>

namespace wafercast::accelerator_vendor {

Price::Price(const Business& business, const Cost& cost, DriverList& drivers) : business_(business), cost_(cost) {
  for (const Product& product : business.products) {
    drivers.under(product.market == Market::china ? driver_groups::china : driver_groups::price);
    products_.push_back({drivers.add(product.name + ".price", "USD/package", Support::positive,
                                     "base price with board and share of rack"),
                         drivers.add(product.name + ".erosion", "fraction", Support::fraction,
                                     "price cut once its successor has ramped", 0.0),
                         drivers.add(product.name + ".performance_gain", "fraction", Support::positive,
                                     "what a package does over one of the generation before it", 1.0)});
  }
  drivers.under(driver_groups::price);
  scarcity_premium_ = drivers.add("price.scarcity_premium", "fraction", Support::fraction,
                                  "premium when orders are twice what can be sold", 0.0);
  market_ =
      drivers.add("price.market", "fraction", Support::positive, "level of all prices, relative to the anchor", 1.0);
  rival_pressure_ = drivers.add("price.rival_pressure", "fraction/year", Support::real,
                                "price given up a year to merchant rivals and custom silicon", 0.0);
  performance_pull_ = drivers.add("price.performance_pull", "fraction", Support::fraction,
                                  "elasticity of prices to the performance on offer over what was planned", 0.0);
  pass_through_ = drivers.add("price.pass_through", "fraction", Support::fraction,
                              "part of a change of input cost that prices follow", 0.0);
}

/// The next newer product of the same market.
std::optional<int> Price::successor_of(int product) const {
  const auto& products = business_.products;
  for (auto next = static_cast<std::size_t>(product) + 1; next < products.size(); ++next) {
    if (products[next].market == products[static_cast<std::size_t>(product)].market) return static_cast<int>(next);
  }
  return std::nullopt;
}

/// Log of the global frontier's performance over what was planned: below zero while a generation is late. Rivals keep
/// to their own plans, so what a buyer pays for a package follows what it does against theirs.
Lanes Price::performance_gap(const Quarter& quarter, Flow& flow) const {
  Lanes gap = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    if (business_.products[static_cast<std::size_t>(p)].market != Market::global) continue;
    const auto at = static_cast<std::size_t>(p);
    gap += (flow.ramp[p] - flow.planned_ramp[p]) *
           flow.memos[at].log_gain(quarter(products_[at].performance_gain),
                                   [](const Lanes& gain) -> Lanes { return gain.log(); });
  }
  return gap;
}

/// Contracts run for some quarters: half of what has not been passed on yet is passed on in a quarter.
void Price::pass_costs_on(const Quarter& quarter, State& state, Flow& flow) const {
  constexpr double passed_in_a_quarter = 0.5;
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    flow.unit_cost[p] = cost_.unit_cost(quarter, p, quarter.slice, flow);
    const Lanes rise = flow.unit_cost[p] - cost_.unit_cost(quarter, p, Timeline::anchor, flow);
    state.passed_on[p] += passed_in_a_quarter * (rise - state.passed_on[p]);
  }
}

/// What a task's compute costs falls by a generation's gain over its rise in price, as far as it has taken over. At
/// prices as planned: what other prices do to orders is the price index's business.
Lanes Price::compute_cost(const Quarter& quarter, Flow& flow) const {
  Lanes cost = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const auto next = successor_of(p);
    if (business_.products[static_cast<std::size_t>(p)].market != Market::global || !next) continue;
    const ProductDrivers& newer = products_[static_cast<std::size_t>(*next)];
    const Lanes& before = quarter.planned(products_[static_cast<std::size_t>(p)].price);
    cost += flow.ramp[*next] * flow.memos[static_cast<std::size_t>(*next)].log_dearness(
                                   quarter(newer.performance_gain), [&](const Lanes& gain) -> Lanes {
                                     return (quarter.planned(newer.price) / before / gain).log();
                                   });
  }
  return cost;
}

void Price::run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  pass_costs_on(quarter, state, flow);
  const Lanes scarcity = 1.0 + quarter(scarcity_premium_) * (state.tightness - 1.0).max(0.0).min(1.0);
  const Lanes common = scarcity * quarter(market_) * (-quarter(rival_pressure_) * quarter.years_ahead).exp();
  const Lanes performance = (quarter(performance_pull_) * performance_gap(quarter, flow)).exp();
  std::array<Lanes, market_count> value, planned_value;
  std::array<Lanes, market_count> made;
  made.fill(Lanes::Constant(1e-3F));
  value.fill(Lanes::Constant(1.0));  // a dollar, so that the ratio stays finite
  planned_value.fill(Lanes::Constant(1.0));
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    const Market market = business_.products[static_cast<std::size_t>(p)].market;
    const Lanes passed_on = quarter(pass_through_) * levels.cost * state.passed_on[p];
    Lanes planned = quarter.planned(d.price);
    flow.price[p] = (quarter(d.price) + passed_on).max(0.1 * quarter(d.price)) * common;
    if (market == Market::global) flow.price[p] *= performance;
    if (const auto successor = successor_of(p)) {
      flow.price[p] *= 1.0 - quarter(d.erosion) * flow.ramp[*successor];
      planned *= 1.0 - quarter.planned(d.erosion) * flow.planned_ramp[*successor];
    }
    made[static_cast<std::size_t>(market)] += flow.made[p];
    value[static_cast<std::size_t>(market)] += flow.made[p] * flow.price[p];
    planned_value[static_cast<std::size_t>(market)] += flow.made[p] * planned;
  }
  for (std::size_t m = 0; m < market_count; ++m) {
    flow.price_index[m] = value[m] / planned_value[m];
    flow.mean_price[m] = value[m] / made[m];
  }
  flow.compute_cost = compute_cost(quarter, flow);
}

}  // namespace wafercast::accelerator_vendor
