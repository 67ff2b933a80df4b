#include <models/accelerator_vendor/income.hpp>

namespace wafercast::accelerator_vendor {

Income::Income(const Anchor& anchor, DriverList& drivers) : anchor_(anchor) {
  drivers.under(driver_groups::finance);
  opex_growth_ = drivers.add("opex.growth", "fraction/quarter", Support::real,
                             "growth of operating expense in a quarter without growth of revenue");
  opex_follows_ = drivers.add("opex.follows_revenue", "fraction", Support::fraction,
                              "growth of operating expense for a growth of revenue of one", 0.0);
  opex_surprise_ = drivers.add("guidance.opex_surprise", "fraction", Support::real,
                               "log of operating expense over its outlook", 0.0);
  drivers.initial(opex_surprise_);
  interest_ = drivers.add("interest.yield", "fraction/year", Support::real, "income on cash and securities");
  tax_ = drivers.add("tax.rate", "fraction", Support::fraction, "tax rate, non-GAAP");
  tax_gaap_ = drivers.add("tax.rate_gaap", "fraction", Support::fraction, "tax rate, GAAP");
  share_drift_ = drivers.add("shares.drift", "fraction/quarter", Support::real, "growth of diluted shares", 0.0);
}

Lanes Income::next_opex(const Quarter& quarter, const State& state, const Lanes& revenue) const {
  if (quarter.guided && anchor_.guided_opex) return *anchor_.guided_opex * quarter(opex_surprise_).exp();
  // A company that grows spends more: people and compute follow sales, though not in full.
  const Lanes revenue_growth = (revenue / (state.revenue * quarter.length)).max(0.1F).log();
  return quarter.length * state.opex * (1.0 + quarter(opex_growth_)) * (quarter(opex_follows_) * revenue_growth).exp();
}

void Income::run(const Quarter& quarter, State& state, Flow& flow) const {
  const double cost_gap = anchor_.gross_margin - anchor_.gross_margin_gaap;  // points of revenue
  const double opex_ratio = anchor_.opex_gaap / anchor_.opex;

  flow.gross_profit = flow.revenue - flow.cost_of_goods;
  flow.gross_profit_gaap = flow.gross_profit - cost_gap * flow.revenue;
  flow.opex = next_opex(quarter, state, flow.revenue);
  flow.opex_gaap = opex_ratio * flow.opex;
  flow.stock_compensation = flow.opex_gaap - flow.opex + cost_gap * flow.revenue;
  flow.operating_income = flow.gross_profit - flow.opex;
  flow.operating_income_gaap = flow.gross_profit_gaap - flow.opex_gaap;

  const Lanes other_income = quarter(interest_) * (quarter.length / quarters_per_year) * state.cash;
  flow.net_income = (1.0 - quarter(tax_)) * (flow.operating_income + other_income);
  flow.net_income_gaap = (1.0 - quarter(tax_gaap_)) * (flow.operating_income_gaap + other_income);
  const double shares = anchor_.net_income / anchor_.eps;
  flow.shares = shares * (quarters_per_year * quarter.years_ahead * quarter(share_drift_)).exp();
  flow.eps = flow.net_income / flow.shares;
  flow.eps_gaap = flow.net_income_gaap / flow.shares;
  state.opex = flow.opex / quarter.length;
  state.revenue = flow.revenue / quarter.length;
}

}  // namespace wafercast::accelerator_vendor
