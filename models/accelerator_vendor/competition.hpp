#pragma once

#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

#include <vector>

namespace wafercast::accelerator_vendor {

/// What buyers have instead of the company's products: chips of merchant rivals and of their own design. Of what a
/// buyer that follows its capital expenditure orders,
///   (1 − own chips · t) · (1 − rivals · t · (price / price at the anchor)^ρ)
/// is left, where t = 1 + openness · (inference's share of compute − the same at the anchor): what is trained here
/// needs the company's software more than what is served. A buyer without chips of its own starts a design once it
/// buys more packages a year than one pays for; it takes two years to arrive.
class Competition {
 public:
  Competition(const Business& business, DriverList& drivers);

  /// What is left of a customer's orders at the prices of the anchor.
  Lanes open_part(int customer, const Quarter& quarter, int slice) const;
  /// What rivals leave of orders at other prices, over what they leave at those of the anchor; `log_price` is of one to
  /// the other.
  Lanes at_price(const Quarter& quarter, const Lanes& log_price) const;
  /// What the chips of merchant rivals leave of the company's wafers, relative to the anchor: they need some too.
  Lanes wafers_left(const Quarter& quarter) const;
  /// What is left of the orders of a customer without chips of its own, who begins to design some at so many packages a
  /// year.
  Lanes own_design(const Quarter& quarter, const Lanes& packages_a_year) const;

 private:
  Lanes tilt(const Quarter& quarter, int slice) const;

  std::vector<int> own_chips_;  ///< by customer; −1 for those that follow demand
  int merchant_rivals_, price_response_, inference_, openness_, design_threshold_, design_share_;
};

}  // namespace wafercast::accelerator_vendor
