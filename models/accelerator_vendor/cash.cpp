#include <models/accelerator_vendor/cash.hpp>

#include <models/accelerator_vendor/cost.hpp>

namespace wafercast::accelerator_vendor {

Cash::Cash(const Business& business, const Cost& cost, const Anchor& anchor, DriverList& drivers)
    : business_(business), cost_(cost), anchor_(anchor) {
  drivers.under(driver_groups::finance);
  receivables_ = drivers.add("receivables.days", "fraction", Support::positive,
                             "days sales outstanding, relative to the last reported", 1.0);
  receivables_persistence_ =
      drivers.add("receivables.persistence", "fraction", Support::fraction,
                  "part of the last receivables' distance from what is usual that is left a quarter later", 0.5);
  inventory_ = drivers.add("inventory.days", "fraction", Support::positive,
                           "days of inventory, relative to the last reported", 1.0);
  payables_ = drivers.add("payables.share", "fraction", Support::fraction,
                          "part of a quarter's purchases still unpaid at its end");
  depreciation_ =
      drivers.add("depreciation.rate", "fraction", Support::fraction, "depreciation and amortisation over revenue");
  capital_intensity_ =
      drivers.add("capital_expenditure.rate", "fraction", Support::fraction, "capital expenditure over revenue");
  other_ = drivers.add("cash.other", "fraction", Support::real,
                       "other operating cash flow over revenue (taxes, deposits)", 0.0);
  returns_ = drivers.add("shareholder_returns.rate", "fraction", Support::positive,
                         "buybacks, dividends and withheld taxes over last quarter's free cash flow");
}

void Cash::start(const Quarter& anchor, State& state) const {
  state.receivables.setConstant(single(anchor_.receivables));
  state.inventory.setConstant(single(anchor_.inventory));
  state.cash.setConstant(single(anchor_.cash));
  state.free_cash_flow.setConstant(single(anchor_.free_cash_flow));
  state.payables = anchor(payables_) * (1.0 - anchor_.gross_margin) * anchor_.revenue;
}

void Cash::run(const Quarter& quarter, State& state, Flow& flow) const {
  // Without provisions, here and now: what has been written off lies in no stock.
  const Lanes cost_at_anchor =
      ((1.0 - anchor_.gross_margin - cost_.provision_rate_at_anchor(quarter)) * anchor_.revenue)
          .max(single(0.01 * anchor_.revenue));
  const auto relative = [&](int driver) -> Lanes { return quarter(driver) / quarter.at_anchor(driver); };

  // What is owed at a quarter's end depends on when in it was shipped: it goes back to what is usual.
  const double last = anchor_.receivables / anchor_.revenue;
  const Lanes stays = (quarter(receivables_persistence_).log() * quarter.quarters_ahead).exp();
  const Lanes ratio = anchor_.usual_receivables + (last - anchor_.usual_receivables) * stays;
  const Lanes receivables = ratio * relative(receivables_) * (flow.revenue / quarter.length);
  const Lanes ordinary_cost = (flow.cost_of_goods - flow.provision) / quarter.length;  // of 13 weeks
  Lanes inventory = anchor_.inventory / cost_at_anchor * relative(inventory_) * ordinary_cost;
  for (int p = 0; p < static_cast<int>(business_.products.size()); ++p)
    inventory += state.unsold[p] * flow.unit_cost[p];
  flow.purchases = flow.cost_of_goods + inventory - state.inventory;
  const Lanes payables = quarter(payables_) * (flow.purchases / quarter.length).max(0.0);

  flow.operating_cash_flow = flow.net_income_gaap + flow.stock_compensation + quarter(depreciation_) * flow.revenue -
                             (receivables - state.receivables) - (inventory - state.inventory) +
                             (payables - state.payables) + quarter(other_) * flow.revenue;
  flow.capital_expenditure = quarter(capital_intensity_) * flow.revenue;
  flow.shareholder_returns = quarter(returns_) * state.free_cash_flow.max(0.0);
  flow.free_cash_flow = flow.operating_cash_flow - flow.capital_expenditure;

  state.receivables = receivables;
  state.inventory = inventory;
  state.payables = payables;
  state.cash += flow.free_cash_flow - flow.shareholder_returns;
  state.free_cash_flow = flow.free_cash_flow;
}

}  // namespace wafercast::accelerator_vendor
