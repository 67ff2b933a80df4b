#include <wafercast/accelerator_vendor/price.hpp>

namespace wafercast::accelerator_vendor {

Price::Price(const Business& business, DriverList& drivers) : business_(business) {
  for (const Product& product : business.products) {
    drivers.under(product.market == Market::china ? driver_groups::china : driver_groups::price);
    products_.push_back({drivers.add(product.name + ".price", "USD/package", Support::positive,
                                     "base price with board and share of rack"),
                         drivers.add(product.name + ".erosion", "fraction", Support::fraction,
                                     "price cut once its successor has ramped", 0.0)});
  }
  drivers.under(driver_groups::price);
  scarcity_premium_ = drivers.add("price.scarcity_premium", "fraction", Support::fraction,
                                  "premium when orders are twice what can be sold", 0.0);
  market_ =
      drivers.add("price.market", "fraction", Support::positive, "level of all prices, relative to the anchor", 1.0);
  rival_pressure_ = drivers.add("price.rival_pressure", "fraction/year", Support::real,
                                "price given up a year to merchant rivals and custom silicon", 0.0);
}

/// The next newer product of the same market.
std::optional<int> Price::successor_of(int product) const {
  const auto& products = business_.products;
  for (auto next = static_cast<std::size_t>(product) + 1; next < products.size(); ++next) {
    if (products[next].market == products[static_cast<std::size_t>(product)].market) return static_cast<int>(next);
  }
  return std::nullopt;
}

void Price::run(const Quarter& quarter, const State& state, Flow& flow) const {
  const Lanes scarcity = 1.0 + quarter(scarcity_premium_) * (state.tightness - 1.0).max(0.0).min(1.0);
  const Lanes common = scarcity * quarter(market_) * (-quarter(rival_pressure_) * quarter.years_ahead).exp();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    flow.price[p] = quarter(d.price) * common;
    if (const auto successor = successor_of(p)) flow.price[p] *= 1.0 - quarter(d.erosion) * flow.ramp[*successor];
  }
}

}  // namespace wafercast::accelerator_vendor
