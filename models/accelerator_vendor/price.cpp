#include <wafercast/accelerator_vendor/price.hpp>

namespace wafercast::accelerator_vendor {

Price::Price(const Business& business, DriverList& drivers) : business_(business) {
  for (const Product& product : business.products) {
    products_.push_back(
        {drivers.add(product.name + ".price", "USD/package", Support::positive, "base price with board and share of rack"),
         drivers.add(product.name + ".erosion", "fraction", Support::fraction, "price cut once its successor has ramped", 0.0)});
  }
  scarcity_premium_ = drivers.add("price.scarcity_premium", "fraction", Support::fraction,
                                  "premium when orders are twice what can be sold", 0.0);
  market_ = drivers.add("price.market", "fraction", Support::positive, "level of all prices, relative to the anchor", 1.0);
  rival_pressure_ = drivers.add("price.rival_pressure", "fraction/year", Support::real,
                                "price given up a year to merchant rivals and custom silicon", 0.0);
}

void Price::run(const Quarter& quarter, const State& state, Flow& flow) const {
  const Lanes scarcity = 1.0 + quarter(scarcity_premium_) * (state.tightness - 1.0).max(0.0).min(1.0);
  const Lanes common = scarcity * quarter(market_) * (-quarter(rival_pressure_) * quarter.years_ahead).exp();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    flow.price[p] = quarter(d.price) * common;
    const auto next = static_cast<std::size_t>(p) + 1;
    const bool has_successor = next < products_.size() && business_.products[next].market == Market::global;
    if (has_successor) flow.price[p] *= 1.0 - quarter(d.erosion) * flow.ramp[p + 1];
  }
}

}  // namespace wafercast::accelerator_vendor
