#include <models/accelerator_vendor/cost.hpp>

#include <models/accelerator_vendor/supply.hpp>

namespace wafercast::accelerator_vendor {

Cost::Cost(const Business& business, const Supply& supply, DriverList& drivers) : business_(business), supply_(supply) {
  drivers.under(driver_groups::cost);
  hbm_price_ = drivers.add("hbm.price", "USD/GB", Support::positive, "price of high-bandwidth memory");
  wafer_price_ = drivers.add("cowos.wafer_price", "USD/wafer", Support::positive, "price of packaging a CoWoS wafer");
  warranty_ = drivers.add("cost.warranty", "fraction", Support::fraction, "warranty over cost of compute", 0.01);
  tariff_ = drivers.add("cost.tariff", "fraction", Support::fraction, "tariffs borne over cost of compute", 0.0);
  unexplained_ = drivers.under(driver_groups::unexplained)
                     .add("cost.unexplained", "fraction", Support::positive,
                          "what the cost chain does not explain: multiplies cost of goods", 1.0);
  drivers.under(driver_groups::cost);
  networking_margin_ =
      drivers.add("networking.gross_margin", "fraction", Support::fraction, "gross margin of networking");
  segment_margin_ =
      drivers.add("segments.gross_margin", "fraction", Support::fraction, "gross margin of the other segments");
  provision_rate_ =
      drivers.add("provisions.rate", "fraction", Support::fraction, "ordinary inventory provisions over revenue");
  write_down_ =
      drivers.add("inventory.write_down", "fraction", Support::fraction, "unsold packages scrapped a quarter", 0.1);
  drivers.under(driver_groups::china);
  levy_ = drivers.add("china.levy", "fraction", Support::fraction,
                      "part of sales to China that a licence takes, as a share or a tariff", 0.0);
  for (const Product& product : business.products) {
    drivers.under(product.market == Market::china ? driver_groups::china : driver_groups::cost);
    products_.push_back({
        .die = drivers.add(product.name + ".die_cost", "USD/package", Support::positive, "logic dies and test"),
        .board = drivers.add(product.name + ".board_cost", "USD/package", Support::positive,
                             "substrate, board, share of the rack"),
        .hbm_premium = drivers.add(product.name + ".hbm_premium", "fraction", Support::positive,
                                   "price of its generation of memory over hbm.price", 1.0),
        .ramp_penalty = drivers.add(product.name + ".ramp_penalty", "fraction", Support::positive,
                                    "extra cost of the first packages, gone with learning", 0.0),
        .stranded = drivers.under(driver_groups::china)
                        .add(product.name + ".stranded", "fraction", Support::fraction,
                             "part of stock and commitments that becomes worthless in the quarter", 0.0),
        .pipeline = drivers.add(product.name + ".pipeline", "quarter", Support::positive,
                                "stock and purchase commitments, in quarters of output", 1.0),
    });
  }
}

Lanes Cost::unit_cost(const Quarter& quarter, int product, int slice_of_inputs, Flow& flow) const {
  const ProductDrivers& d = products_[static_cast<std::size_t>(product)];
  const auto input = [&](int driver) -> const Lanes& { return quarter.drivers(driver, slice_of_inputs); };
  const Lanes& wafer_part = flow.memos[static_cast<std::size_t>(product)].wafer_part(
      quarter(supply_.packages_per_wafer(product)), [](const Lanes& packages) -> Lanes { return 1.0 / packages; });
  const double hbm_gb = business_.products[static_cast<std::size_t>(product)].hbm_gb;
  const Lanes silicon =
      quarter(d.die) + hbm_gb * quarter(d.hbm_premium) * input(hbm_price_) + input(wafer_price_) * wafer_part;
  return (silicon / flow.yield[product] + quarter(d.board)) *
         (1.0 + quarter(d.ramp_penalty) * flow.learning_gap[product]) * (1.0 + quarter(warranty_) + input(tariff_));
}

void Cost::run_chain(const Quarter& quarter, Flow& flow) const {
  Lanes compute = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    compute += flow.sold[p] * flow.unit_cost[p];
  }
  flow.data_center_cost = compute + flow.networking * (1.0 - quarter(networking_margin_));
  flow.segment_cost = (flow.revenue - flow.data_center) * (1.0 - quarter(segment_margin_));
}

void Cost::run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  run_chain(quarter, flow);
  const Lanes level = levels.cost * (quarter(unexplained_) / quarter.at_anchor(unexplained_));
  flow.data_center_cost *= level;
  flow.segment_cost *= level;
  flow.provision = quarter(provision_rate_) * flow.revenue;
  flow.scrapped.setZero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    flow.unit_cost[p] *= level;
    // Export rules strand what lies in stock and what has been ordered; it is charged once, in the quarter they strike.
    flow.provision += quarter(d.stranded) * (state.unsold[p] + quarter(d.pipeline) * state.made[p]) * flow.unit_cost[p];
    const Lanes outdated = quarter(write_down_) * (1.0 - quarter(d.stranded)) * state.unsold[p];
    flow.provision += outdated * flow.unit_cost[p];
    const Lanes scrapped = quarter(d.stranded) * state.unsold[p] + outdated;
    state.unsold[p] -= scrapped;
    flow.scrapped += scrapped;
  }
  flow.levies = quarter(levy_) * flow.compute_of[static_cast<std::size_t>(Market::china)];
  flow.cost_of_goods = flow.data_center_cost + flow.segment_cost + flow.provision + flow.levies;
}

}  // namespace wafercast::accelerator_vendor
