#include <models/accelerator_vendor/metrics.hpp>

#include <algorithm>

namespace wafercast::accelerator_vendor {
namespace {

using Annual = MetricSpec::Annual;

MetricSpec money(std::string name, std::string title, Annual annual = Annual::sum, bool growth = false) {
  return {std::move(name), std::move(title), "USD", usd_scale, annual, "", "", growth, false};
}

MetricSpec plain(std::string name, std::string title, std::string unit, double scale, Annual annual) {
  return {std::move(name), std::move(title), std::move(unit), scale, annual, "", "", false, false};
}

MetricSpec detail(MetricSpec spec) {
  spec.detail = true;
  return spec;
}

MetricSpec margin(std::string name, std::string title, std::string numerator) {
  return {std::move(name),      std::move(title), "fraction", 1.0,  Annual::ratio,
          std::move(numerator), "revenue",        false,      false};
}

Lanes total(const LaneTable& rows) {
  Lanes sum = rows[0];
  for (int i = 1; i < rows.rows(); ++i) sum += rows[i];
  return sum;
}

}  // namespace

Metrics::Metrics(const Business& business, const std::vector<History::Line>& lines) : business_(business) {
  const auto flow = [&](Lanes Flow::*member, MetricSpec spec) {
    from_flow_.emplace_back(list_.add(std::move(spec)), member);
  };
  const auto state = [&](Lanes State::*member, MetricSpec spec) {
    from_state_.emplace_back(list_.add(std::move(spec)), member);
  };

  flow(&Flow::revenue, money("revenue", "revenue", Annual::sum, true));
  flow(&Flow::data_center, money("data_center", "data center", Annual::sum, true));
  flow(&Flow::compute, money("compute", "data-center compute", Annual::sum, true));
  flow(&Flow::networking, money("networking", "data-center networking", Annual::sum, true));
  for (const Segment& segment : business.segments)
    segments_.push_back(list_.add(money(segment.name, segment.name, Annual::sum, true)));
  for (const Product& product : business.products) {
    products_.push_back(list_.add(money(product.name + "_revenue", product.name + ", compute alone")));
  }
  for (const Customer& customer : business.customers) {
    customers_.push_back(list_.add(money(customer.name + "_revenue", customer.name + ", data center")));
  }
  china_ = list_.add(money("china_data_center", "data center, China"));

  flow(&Flow::gross_profit, money("gross_profit", "gross profit, non-GAAP"));
  gross_margin_ = list_.add(margin("gross_margin", "gross margin, non-GAAP", "gross_profit"));
  flow(&Flow::gross_profit_gaap, money("gross_profit_gaap", "gross profit, GAAP"));
  gross_margin_gaap_ = list_.add(margin("gross_margin_gaap", "gross margin, GAAP", "gross_profit_gaap"));
  flow(&Flow::cost_of_goods, detail(money("cost_of_goods", "cost of goods sold, non-GAAP")));
  flow(&Flow::provision, money("inventory_provision", "inventory provisions"));
  flow(&Flow::opex, money("opex", "operating expense, non-GAAP"));
  flow(&Flow::opex_gaap, money("opex_gaap", "operating expense, GAAP"));
  flow(&Flow::operating_income, money("operating_income", "operating income, non-GAAP"));
  flow(&Flow::operating_income_gaap, money("operating_income_gaap", "operating income, GAAP"));
  flow(&Flow::net_income, money("net_income", "net income, non-GAAP", Annual::sum, true));
  flow(&Flow::net_income_gaap, money("net_income_gaap", "net income, GAAP"));
  flow(&Flow::eps, plain("eps", "earnings a diluted share, non-GAAP", "USD/share", 1.0, Annual::sum));
  flow(&Flow::eps_gaap, plain("eps_gaap", "earnings a diluted share, GAAP", "USD/share", 1.0, Annual::sum));

  state(&State::receivables, money("receivables", "accounts receivable", Annual::last));
  state(&State::inventory, money("inventory", "inventory", Annual::last));
  state(&State::payables, detail(money("payables", "accounts payable to suppliers", Annual::last)));
  flow(&Flow::purchases, detail(money("purchases", "purchases from suppliers")));
  flow(&Flow::operating_cash_flow, money("operating_cash_flow", "operating cash flow"));
  flow(&Flow::capital_expenditure, money("capital_expenditure", "capital expenditure"));
  flow(&Flow::free_cash_flow, money("free_cash_flow", "free cash flow"));
  flow(&Flow::shareholder_returns, detail(money("shareholder_returns", "buybacks, dividends and withheld taxes")));
  state(&State::cash, money("cash", "cash and marketable securities", Annual::last));

  flow(&Flow::guided_revenue, money("guided_revenue", "revenue that the outlook had named", Annual::none));
  guided_revenue_ = from_flow_.back().first;
  flow(&Flow::revenue_surprise,
       plain("revenue_surprise", "revenue over its outlook, less one", "fraction", 1.0, Annual::none));
  flow(&Flow::share_price_reaction,
       plain("share_price_reaction", "share price on the results", "fraction", 1.0, Annual::none));

  flow(&Flow::wafers, plain("cowos_wafers", "CoWoS wafers of the company", "wafer", wafer_scale, Annual::sum));
  flow(&Flow::local_wafers,
       plain("cowos_l_wafers", "CoWoS-L wafers of the company", "wafer", wafer_scale, Annual::sum));
  made_ = list_.add(detail(plain("packages_made", "accelerator packages made", "package", unit_scale, Annual::sum)));
  sellable_ = list_.add(
      plain("packages_sellable", "accelerator packages that could be sold", "package", unit_scale, Annual::sum));
  unit_sales_ = list_.add(plain("unit_sales", "accelerator packages sold", "package", unit_scale, Annual::sum));
  flow(&Flow::scrapped,
       detail(plain("packages_scrapped", "unsold packages scrapped", "package", unit_scale, Annual::sum)));
  unsold_ = list_.add(
      detail(plain("packages_unsold", "packages in stock that nobody wanted", "package", unit_scale, Annual::last)));
  work_in_process_ = list_.add(
      detail(plain("packages_in_process", "packages on their way to a sale", "package", unit_scale, Annual::last)));
  orders_ = list_.add(money("orders", "new orders for compute"));
  lost_ = list_.add(detail(money("orders_lost", "orders that did not wait")));
  revalued_ = list_.add(detail(money("backlog_revalued", "what prices did to the backlog")));
  backlog_ = list_.add(money("backlog", "unfilled orders for compute", Annual::last));

  const auto bound = [&](const std::string& by, const std::string& title) {
    MetricSpec spec = plain("bound_" + by, title, "fraction", 1.0, Annual::none);
    spec.constraint = by;
    return list_.add(spec);
  };
  bound_cowos_ = bound("cowos", "CoWoS capacity bound");
  bound_hbm_ = bound("hbm", "HBM bound");
  bound_racks_ = bound("racks", "rack integration bound");
  bound_demand_ = bound("demand", "demand bound");
  bound_budgets_ = bound("budgets", "budgets bound");
  add_lines(lines);
}

void Metrics::add_lines(const std::vector<History::Line>& lines) {
  const auto number_of = [&](const std::string& name) {
    const auto found = std::ranges::find(list_.specs, name, &MetricSpec::name);
    return found == list_.specs.end() ? -1 : static_cast<int>(found - list_.specs.begin());
  };
  for (const History::Line& line : lines) {
    Sum sum{number_of(line.name), {}};
    for (const std::string& part : line.parts) sum.parts.push_back(number_of(part));
    if (sum.metric >= 0 || std::ranges::find(sum.parts, -1) != sum.parts.end()) continue;
    std::string title = line.name;
    std::ranges::replace(title, '_', ' ');
    sum.metric = list_.add(money(line.name, title, Annual::sum, true));
    sums_.push_back(std::move(sum));
  }
}

void Metrics::write(const Flow& flow, const State& state, const Lanes& work_in_process, int quarter,
                    MetricBlock& out) const {
  const auto put = [&](int metric, const auto& value) { out(metric, quarter) = value.eval().template cast<double>(); };
  for (const auto& [metric, member] : from_flow_) put(metric, flow.*member);
  for (const auto& [metric, member] : from_state_) put(metric, state.*member);
  for (std::size_t p = 0; p < products_.size(); ++p) put(products_[p], flow.product_revenue[static_cast<int>(p)]);
  for (std::size_t s = 0; s < segments_.size(); ++s) put(segments_[s], flow.segment_revenue[static_cast<int>(s)]);
  Lanes china = Lanes::Zero();
  for (std::size_t c = 0; c < customers_.size(); ++c) {
    const Lanes& revenue = flow.customer_revenue[static_cast<int>(c)];
    put(customers_[c], revenue);
    if (business_.customers[c].market == Market::china) china += revenue;
  }
  put(china_, china);
  put(gross_margin_, flow.gross_profit / flow.revenue);
  put(gross_margin_gaap_, flow.gross_profit_gaap / flow.revenue);
  put(made_, total(flow.made));
  put(sellable_, total(flow.sellable));
  put(unit_sales_, total(flow.sold));
  put(unsold_, total(state.unsold));
  put(work_in_process_, work_in_process);
  put(orders_, flow.market_orders[0] + flow.market_orders[1]);
  put(lost_, flow.lost[0] + flow.lost[1]);
  put(revalued_, flow.revalued[0] + flow.revalued[1]);
  put(backlog_, total(state.backlog));
  for (const Sum& sum : sums_) {
    out(sum.metric, quarter).setZero();
    for (const int part : sum.parts) out(sum.metric, quarter) += out(part, quarter);
  }
  write_bounds(flow, quarter, out);
}

/// What was named is known to the dollar.
void Metrics::write_outlook(double guided_revenue, int quarter, MetricBlock& out) const {
  out(guided_revenue_, quarter).setConstant(guided_revenue);
}

/// Demand bound where orders and backlog were filled; budgets, where they kept more than a per cent from being placed.
/// Where they were not, the ceiling that took the larger part of what the wafers would have allowed bound; wafers
/// themselves where neither HBM nor racks took as much as a per cent.
void Metrics::write_bounds(const Flow& flow, int quarter, MetricBlock& out) const {
  for (int lane = 0; lane < block_lanes; ++lane) {
    const double hbm = flow.hbm_shortfall[lane];
    const double racks = flow.rack_shortfall[lane];
    const double short_of_demand = flow.wanted[0][lane] <= flow.sellable_value[0][lane] ? 1.0 : 0.0;
    const double by_hbm = (hbm > 0.01 ? 1.0 : 0.0) * (hbm >= racks ? 1.0 : 0.0);
    const double by_racks = (racks > 0.01 ? 1.0 : 0.0) * (racks > hbm ? 1.0 : 0.0);
    const double by_budgets = flow.over_budget[lane] > 0.01 ? 1.0 : 0.0;
    out(bound_demand_, quarter)[lane] = short_of_demand * (1.0 - by_budgets);
    out(bound_budgets_, quarter)[lane] = short_of_demand * by_budgets;
    out(bound_hbm_, quarter)[lane] = (1.0 - short_of_demand) * by_hbm;
    out(bound_racks_, quarter)[lane] = (1.0 - short_of_demand) * by_racks;
    out(bound_cowos_, quarter)[lane] = (1.0 - short_of_demand) * (1.0 - by_hbm) * (1.0 - by_racks);
  }
}

}  // namespace wafercast::accelerator_vendor
