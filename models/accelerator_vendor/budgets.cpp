#include <models/accelerator_vendor/budgets.hpp>

namespace wafercast::accelerator_vendor {

Budgets::Budgets(const Business& business, const Demand& demand, const Segments& segments, DriverList& drivers)
    : business_(business), demand_(demand), attach_(segments.attach()) {
  drivers.under(driver_groups::hyperscalers);
  headroom_ = drivers.add(
      "budgets.headroom", "fraction", Support::positive,
      "part of capital expenditure that can go to the company, over that of the last reported quarter", 1e6);
}

void Budgets::start(const Quarter& anchor, const Lanes& compute, Levels& levels) const {
  const Lanes paid = compute * (1.0 + anchor(attach_) * levels.attach);
  for (int c = 0; c < levels.budgets.rows(); ++c) {
    if (business_.customers[static_cast<std::size_t>(c)].follows != Customer::Follows::capex) continue;
    levels.budgets[c] = demand_.part_at_anchor(anchor, c) * paid / anchor(demand_.level(c));
  }
}

Lanes Budgets::operator()(const Quarter& quarter, const Levels& levels, int customer) const {
  return quarter(headroom_) * levels.budgets[customer] * quarter(demand_.level(customer)) * quarter.length /
         (1.0 + quarter(attach_) * levels.attach);
}

}  // namespace wafercast::accelerator_vendor
