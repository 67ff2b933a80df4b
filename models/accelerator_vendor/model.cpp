#include <models/accelerator_vendor/model.hpp>

#include <stdexcept>

namespace wafercast::accelerator_vendor {
namespace {

double decimal_year(Date day) {
  const std::chrono::year_month_day date(day);
  const Date january = std::chrono::sys_days(date.year() / std::chrono::January / 1);
  return static_cast<int>(date.year()) + static_cast<double>((day - january).count()) / 365.25;
}

double middle_of(const Timeline& timeline, int slice) {
  return decimal_year(timeline.days_of(slice).middle());
}

Quarter quarter_at(const Timeline& timeline, const Drivers& drivers, int slice) {
  return {.drivers = drivers,
          .slice = slice,
          .years_ahead = middle_of(timeline, slice) - middle_of(timeline, Timeline::anchor),
          .quarters_ahead = timeline.quarter_of(slice) - timeline.last_reported(),
          .quarter_of_year = timeline.quarter_of(slice).quarter_of_year(),
          .length = slice == Timeline::anchor ? 1.0F : single(timeline.length_of(slice)),
          .length_before = slice > Timeline::horizon ? single(timeline.length_of(slice - 1)) : 1.0F,
          .guided = timeline.quarter_of(slice) == timeline.first()};
}

}  // namespace

struct AcceleratorVendor::Memory final : Model::Workspace {
  Memory(Size size, int driver_rows, const std::vector<int>& dates)
      : drivers(driver_rows, dates), levels(size.customers), state(size), before_outlook(size), flow(size) {}

  Drivers drivers;
  Levels levels;
  State state;
  State before_outlook;
  Flow flow;
};

struct AcceleratorVendor::Inputs {
  Business business;
  Anchor anchor;

  /// Reads both together, so that everything missing in either is reported at once.
  static Inputs read(const Scenario& scenario, const Timeline& timeline) {
    Diagnostics diagnostics;
    Inputs inputs{read_business(scenario.structure, scenario.file, diagnostics), {}};
    const bool sound_structure = !diagnostics.any();
    inputs.anchor =
        read_anchor(scenario.history, timeline.last_reported(), inputs.business, scenario.file, diagnostics);
    if (diagnostics.any() && sound_structure) throw MissingHistory(diagnostics.found());
    diagnostics.throw_if_any();
    put_on_usual_length(inputs.anchor, timeline.length_of(Timeline::anchor));
    return inputs;
  }
};

AcceleratorVendor::AcceleratorVendor(const Scenario& scenario, const Timeline& timeline)
    : AcceleratorVendor(scenario, timeline, Inputs::read(scenario, timeline)) {}

AcceleratorVendor::AcceleratorVendor(const Scenario& scenario, const Timeline& timeline, Inputs inputs)
    : business_(std::move(inputs.business)),
      anchor_(std::move(inputs.anchor)),
      last_reported_(timeline.last_reported()),
      tightness_(drivers_.under(driver_groups::all_demand)
                     .add("demand.tightness", "fraction", Support::positive,
                          "orders for compute over what could be sold, in the last reported quarter")),
      backlog_(
          drivers_.add("demand.backlog", "quarter", Support::positive,
                       "unfilled orders at the end of the last reported quarter, in quarters of its compute sales")),
      cycle_(drivers_.under(driver_groups::all_demand)
                 .add("demand.cycle", "fraction", Support::positive,
                      "prepayment and digestion: orders relative to what plans would say", 1.0)),
      unexplained_(drivers_),
      competition_(business_, drivers_),
      news_(drivers_),
      supply_(business_, unexplained_, competition_, news_, cycle_, drivers_),
      demand_(business_, unexplained_, competition_, news_, cycle_, drivers_),
      segments_(business_, anchor_, drivers_),
      budgets_(business_, demand_, segments_, drivers_),
      allocation_(business_, budgets_, drivers_),
      cost_(business_, supply_, drivers_),
      price_(business_, cost_, drivers_),
      income_(anchor_, drivers_),
      cash_(business_, cost_, anchor_, drivers_),
      guidance_(anchor_, drivers_),
      metrics_(business_, scenario.history.lines) {
  for (std::size_t driver = 0; driver < drivers_.specs.size(); ++driver) {
    if (drivers_.specs[driver].unit == "year") dates_.push_back(static_cast<int>(driver));
  }
  drivers_.initial(tightness_);
  drivers_.initial(backlog_);
  drivers_.only_before(tightness_, "'demand.cycle', '*.capex' or '*.demand'");
  drivers_.only_before(backlog_, "'demand.cycle', '*.capex' or '*.demand'");
}

std::unique_ptr<Model::Workspace> AcceleratorVendor::workspace(const Timeline& timeline) const {
  if (timeline.last_reported() != last_reported_) {
    throw std::invalid_argument("the model is anchored to another quarter than that from which it is to run");
  }
  return std::make_unique<Memory>(Size(business_), static_cast<int>(drivers_.specs.size()) * timeline.slices(), dates_);
}

void AcceleratorVendor::run(const DriverBlock& drivers, const Timeline& timeline, Workspace& workspace,
                            MetricBlock& metrics) const {
  Memory& memory = static_cast<Memory&>(workspace);
  memory.drivers.take(drivers, timeline.slices(), middle_of(timeline, Timeline::anchor));
  const auto at = [&](int slice) { return quarter_at(timeline, memory.drivers, slice); };
  start(at(Timeline::anchor), at(Timeline::outlook), memory);
  learn_from_outlook(at(Timeline::outlook), memory);
  for (int q = 0; q < timeline.quarters(); ++q) {
    const Quarter quarter = at(Timeline::horizon + q);
    simulate(quarter, memory);
    metrics_.write(memory.flow, memory.state, supply_.work_in_process(quarter, memory.state), q, metrics);
    if (quarter.guided && anchor_.guided_revenue) metrics_.write_outlook(*anchor_.guided_revenue, q, metrics);
  }
}

void AcceleratorVendor::simulate(const Quarter& quarter, Memory& memory) const {
  Levels& levels = memory.levels;
  State& state = memory.state;
  Flow& flow = memory.flow;
  supply_.run(quarter, levels, state, flow);
  price_.run(quarter, levels, state, flow);
  demand_.run(quarter, levels, state, flow);
  allocation_.run(quarter, levels, state, flow);
  segments_.run(quarter, levels, last_reported_.quarter_of_year(), flow);
  cost_.run(quarter, levels, state, flow);
  income_.run(quarter, state, flow);
  cash_.run(quarter, state, flow);
  guidance_.run(quarter, flow);
  // Wafers are ordered quarters ahead: what China no longer wants is turned to others by halves.
  const Lanes wanted = demand_.china_index(quarter);
  state.china_plan = wanted.max(0.5 * (state.china_plan + wanted));
}

/// Sets the levels so that the chain reproduces the last reported quarter, and the state with which that quarter ended.
void AcceleratorVendor::start(const Quarter& anchor, const Quarter& next, Memory& memory) const {
  Levels& levels = memory.levels;
  for (ProductMemos& memos : memory.flow.memos) memos.forget();
  const Lanes attach = anchor(segments_.attach());
  const Lanes reported_attach =
      anchor_.compute && anchor_.networking ? Lanes::Constant(single(*anchor_.networking / *anchor_.compute)) : attach;
  levels.attach = reported_attach / attach;
  memory.flow.compute = anchor_.data_center / (1.0 + reported_attach);
  start_supply(anchor, next, memory);
  start_cost(anchor, memory);
  memory.state.opex.setConstant(single(anchor_.opex));
  cash_.start(anchor, memory.state);
}

void AcceleratorVendor::start_supply(const Quarter& anchor, const Quarter& next, Memory& memory) const {
  Levels& levels = memory.levels;
  State& state = memory.state;
  Flow& flow = memory.flow;
  const Lanes& tightness = anchor(tightness_);
  const Lanes& backlog = anchor(backlog_);
  // What was sold is the smaller of what could be sold and what was wanted: short of demand, more could have been sold.
  const Lanes compute = flow.compute;
  const Lanes sellable = compute * (1.0 / (tightness + backlog)).max(1.0);
  levels.demand = tightness * sellable;
  state.tightness = tightness + backlog;
  demand_.start(anchor, levels);
  budgets_.start(anchor, compute, levels);
  state.sites = levels.demand * demand_.sites_at_anchor(anchor);
  const Lanes china = demand_.china_share(anchor);
  for (int c = 0; c < state.backlog.rows(); ++c) {
    const bool global = business_.customers[static_cast<std::size_t>(c)].market == Market::global;
    state.backlog[c] = global ? Lanes(backlog * compute * demand_.part_at_anchor(anchor, c)) : Lanes::Zero();
  }
  state.china_plan.setOnes();

  supply_.wafers(next, flow);
  const Lanes next_wafers = flow.wafers;
  supply_.wafers(anchor, flow);
  levels.wafers = flow.wafers;
  const Lanes wafer_growth = next_wafers / flow.wafers;
  levels.china_wafers = china;
  levels.supply = {Lanes::Ones(), Lanes::Ones()};
  levels.cost.setOnes();
  levels.news.setZero();
  state.waiting.setZero();
  state.price_response = {Lanes::Ones(), Lanes::Ones()};
  state.revenue.setConstant(single(anchor_.revenue));
  const int products = static_cast<int>(business_.products.size());
  for (int p = 0; p < products; ++p) {
    state.cumulative_packages[p].setZero();
    state.passed_on[p].setZero();
  }
  // Yield depends on the volume made and the volume on yield: the second pass has both to within a per cent.
  for (int pass = 0; pass < 2; ++pass) {
    supply_.ramp_and_yield(anchor, state, flow);
    supply_.make(anchor, levels, state, flow);
    price_.run(anchor, levels, state, flow);
    std::array<Lanes, market_count> value = {Lanes::Zero(), Lanes::Zero()};
    for (int p = 0; p < products; ++p) {
      flow.sellable[p] = supply_.sellable_at_anchor(anchor, p, flow.made[p], wafer_growth);
      value[static_cast<std::size_t>(business_.products[static_cast<std::size_t>(p)].market)] +=
          flow.sellable[p] * flow.price[p];
    }
    // China's wafers are those that make China's part of the sales at the same level of supply as everybody else's.
    const Lanes wafer_worth = (value[1] / levels.china_wafers) / (value[0] / (1.0 - levels.china_wafers));
    const Lanes next_china_wafers = china / (china + (1.0 - china) * wafer_worth);
    value[0] *= (1.0 - next_china_wafers) / (1.0 - levels.china_wafers);
    value[1] *= next_china_wafers / levels.china_wafers;
    const std::array<Lanes, market_count> moved = {(1.0 - next_china_wafers) / (1.0 - levels.china_wafers),
                                                   next_china_wafers / levels.china_wafers};
    levels.china_wafers = next_china_wafers;
    const std::array<Lanes, market_count> correction = {(1.0 - china) * sellable / value[0],
                                                        china * sellable / value[1]};
    for (std::size_t m = 0; m < market_count; ++m) levels.supply[m] *= correction[m];
    for (int p = 0; p < products; ++p) {
      const auto m = static_cast<std::size_t>(business_.products[static_cast<std::size_t>(p)].market);
      flow.made[p] *= moved[m] * correction[m];
      flow.sellable[p] *= moved[m] * correction[m];
      state.cumulative_packages[p] = supply_.cumulative_at_anchor(anchor, p, flow.made[p]);
    }
  }
  levels.price = flow.price_index;
  levels.compute_cost = flow.compute_cost;
  const Lanes china_hbm = supply_.hbm_needed(flow, Market::china);
  const Lanes hbm = supply_.hbm_needed(flow, Market::global) + china_hbm;
  levels.china_hbm = china_hbm / hbm;
  state.hbm = hbm * anchor(supply_.hbm_headroom());
  for (int p = 0; p < products; ++p) {
    state.made[p] = flow.made[p];
    state.made_before[p] = flow.made[p] / wafer_growth;
    state.held[p] = supply_.held_at_anchor(anchor, p, flow.made[p]);
    state.unsold[p].setZero();
    flow.sold[p] = flow.sellable[p] * (compute / sellable);
  }
}

void AcceleratorVendor::start_cost(const Quarter& anchor, Memory& memory) const {
  Flow& flow = memory.flow;
  flow.revenue.setConstant(single(anchor_.revenue));
  flow.data_center.setConstant(single(anchor_.data_center));
  flow.networking = anchor_.data_center - flow.compute;
  cost_.run_chain(anchor, flow);
  const Lanes reported = (1.0 - anchor_.gross_margin - cost_.provision_rate(anchor)) * anchor_.revenue;
  memory.levels.cost = reported.max(single(0.01 * anchor_.revenue)) / (flow.data_center_cost + flow.segment_cost);
}

/// Simulates the guided quarter as the chain has it, moves the levels towards the outlook, and puts the state back.
void AcceleratorVendor::learn_from_outlook(const Quarter& outlook, Memory& memory) const {
  memory.before_outlook = memory.state;
  simulate(outlook, memory);
  memory.state = memory.before_outlook;
  guidance_.learn(outlook, cost_.provision_rate(outlook), memory.flow, memory.levels, memory.state);
}

}  // namespace wafercast::accelerator_vendor
