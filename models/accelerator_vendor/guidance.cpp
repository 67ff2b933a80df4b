#include <models/accelerator_vendor/guidance.hpp>

namespace wafercast::accelerator_vendor {

Guidance::Guidance(const Anchor& anchor, DriverList& drivers) : anchor_(anchor) {
  drivers.under(driver_groups::finance);
  weight_ = drivers.add("guidance.weight", "fraction", Support::fraction,
                        "how far the outlook overrules the chain for the guided quarter");
  revenue_surprise_ =
      drivers.add("guidance.revenue_surprise", "fraction", Support::real, "log of revenue over its outlook");
  margin_surprise_ = drivers.add("guidance.margin_surprise", "fraction", Support::real,
                                 "gross margin less its outlook, charges apart");
  drivers.initial(revenue_surprise_);
  drivers.initial(margin_surprise_);
  drivers.only_before(weight_, "what the quarter brings ('demand.cycle', 'price.market', 'cost.unexplained')");
  drivers.only_before(revenue_surprise_, "what moves revenue ('demand.cycle', 'cowos.capacity', 'price.market')");
  drivers.only_before(margin_surprise_, "'cost.unexplained' or what else moves cost and price");
  later_surprise_ = drivers.add("guidance.later_surprise", "fraction", Support::real,
                                "log of revenue over its outlook, in later years", 0.0);
  persistence_ = drivers.add("guidance.surprise_persistence", "fraction", Support::fraction,
                             "part of a surprise's distance from those of later years left a quarter later", 1.0);
  priced_in_ =
      drivers.add("share_price.priced_in", "fraction", Support::real, "beat of the outlook that the market expects");
  sensitivity_ =
      drivers.add("share_price.sensitivity", "fraction", Support::real, "share-price change for a surprise, per unit");
  other_news_ = drivers.add("share_price.other_news", "fraction", Support::real,
                            "share-price change from all else on the day", 0.0);
}

void Guidance::learn(const Quarter& quarter, const Lanes& provision_rate, const Flow& outlook, Levels& levels,
                     State& state) const {
  const Lanes& weight = quarter(weight_);
  Lanes growth = Lanes::Ones();
  if (anchor_.guided_revenue) {
    const Lanes revenue = *anchor_.guided_revenue * quarter(revenue_surprise_).exp();
    const Lanes segments = outlook.revenue - outlook.data_center;
    const Lanes data_center = (revenue - segments).max(0.1 * outlook.data_center);
    levels.news = (data_center / outlook.data_center).log() * weight;
    growth = levels.news.exp();
    // Supply, orders and what is under way scale together, so the guided quarter scales by the same factor.
    for (Lanes& supply : levels.supply) supply *= growth;
    for (int c = 0; c < state.backlog.rows(); ++c) {
      state.backlog[c] *= growth;
      levels.budgets[c] *= growth;
    }
    levels.demand *= growth;
    state.sites *= growth;
    state.hbm *= growth;
    for (int p = 0; p < state.made.rows(); ++p) {
      state.made[p] *= growth;
      state.made_before[p] *= growth;
      state.held[p] *= growth;
      state.unsold[p] *= growth;
    }
  }
  if (anchor_.guided_gross_margin) {
    const Lanes revenue = outlook.data_center * growth + (outlook.revenue - outlook.data_center);
    const Lanes margin = *anchor_.guided_gross_margin + quarter(margin_surprise_);
    const Lanes wanted = ((1.0 - margin - provision_rate) * revenue).max(0.01 * revenue);
    const Lanes chain = outlook.data_center_cost * growth + outlook.segment_cost;
    levels.cost *= ((wanted / chain).log() * weight).exp();
  }
}

/// A habit of beating the outlook wears off as the company grows and is known for it: what is left of its distance from
/// that of later years.
Lanes Guidance::part_left(const Quarter& quarter) const {
  return (quarter(persistence_).max(1e-6F).log() * (quarter.quarters_ahead - 1)).exp();
}

void Guidance::run(const Quarter& quarter, Flow& flow) const {
  const Lanes left = part_left(quarter);
  const auto towards = [&](const Lanes& first, const Lanes& later) -> Lanes { return later + (first - later) * left; };
  if (quarter.guided && anchor_.guided_revenue) {
    flow.guided_revenue.setConstant(single(*anchor_.guided_revenue));
  } else {
    flow.guided_revenue = flow.revenue * (-towards(quarter(revenue_surprise_), quarter(later_surprise_))).exp();
  }
  flow.revenue_surprise = flow.revenue / flow.guided_revenue - 1.0;
  const Lanes expected = towards(quarter(priced_in_), quarter.at_anchor(later_surprise_)).exp() - 1.0;
  flow.share_price_reaction = quarter(sensitivity_) * (flow.revenue_surprise - expected) + quarter(other_news_);
}

}  // namespace wafercast::accelerator_vendor
