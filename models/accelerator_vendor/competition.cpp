#include <models/accelerator_vendor/competition.hpp>

#include <algorithm>

namespace wafercast::accelerator_vendor {

Competition::Competition(const Business& business, DriverList& drivers) {
  drivers.under(driver_groups::competition);
  merchant_rivals_ = drivers.add("rivals.merchant_share", "fraction", Support::fraction,
                                 "part of accelerators bought from merchant rivals");
  price_response_ = drivers.add("rivals.price_response", "fraction", Support::positive,
                                "growth of that part for a rise of the company's prices, in per cent for one", 0.0);
  inference_ = drivers.add("inference.share", "fraction", Support::fraction,
                           "part of compute that serves rather than trains models", 0.5);
  openness_ = drivers.add("inference.openness", "fraction", Support::real,
                          "how much more of what serves goes to rivals and own chips, per unit of its share", 0.0);
  design_threshold_ = drivers.add("own_design.threshold", "package", Support::positive,
                                  "packages a year from which a buyer designs chips of its own", 1e12);
  design_share_ = drivers.add("own_design.share", "fraction", Support::fraction,
                              "part of its orders that a buyer of twice that many gives to them", 0.0);
  for (const Customer& customer : business.customers) {
    own_chips_.push_back(customer.follows == Customer::Follows::capex
                             ? drivers.add(customer.name + ".custom_silicon", "fraction", Support::fraction,
                                           "part of accelerators that are its own design", 0.0)
                             : -1);
  }
}

Lanes Competition::tilt(const Quarter& quarter, int slice) const {
  return 1.0 + quarter.drivers(openness_, slice) *
                   (quarter.drivers(inference_, slice) - quarter.drivers(inference_, Timeline::anchor));
}

Lanes Competition::open_part(int customer, const Quarter& quarter, int slice) const {
  const int own = own_chips_[static_cast<std::size_t>(customer)];
  if (own < 0) return Lanes::Ones();
  const Lanes t = tilt(quarter, slice);
  return (1.0 - quarter.drivers(own, slice) * t).max(0.01F) *
         (1.0 - quarter.drivers(merchant_rivals_, slice) * t).max(0.01F);
}

Lanes Competition::at_price(const Quarter& quarter, const Lanes& log_price) const {
  const Lanes rivals = (quarter(merchant_rivals_) * tilt(quarter, quarter.slice)).min(0.99F);
  const Lanes now = rivals * (quarter(price_response_) * log_price).exp();
  return (1.0 - now).max(0.01F) / (1.0 - rivals);
}

Lanes Competition::wafers_left(const Quarter& quarter) const {
  return (1.0 - quarter(merchant_rivals_)).max(0.01F) / (1.0 - quarter.at_anchor(merchant_rivals_)).max(0.01F);
}

Lanes Competition::own_design(const Quarter& quarter, const Lanes& packages_a_year) const {
  constexpr double years_to_arrive = 2.0;
  constexpr double not_yet = 0.25;  // nothing of it is in the guided quarter
  const Lanes beyond = (packages_a_year / quarter(design_threshold_) - 1.0).max(0.0).min(1.0);
  return 1.0 -
         quarter(design_share_) * beyond * std::clamp((quarter.years_ahead - not_yet) / years_to_arrive, 0.0, 1.0);
}

}  // namespace wafercast::accelerator_vendor
