#include <models/accelerator_vendor/supply.hpp>

namespace wafercast::accelerator_vendor {
namespace {

constexpr double months_per_quarter = 3.0;
constexpr float longest_lag = 2.0F;  // quarters

}  // namespace

Lanes smoothstep(const Lanes& u) {
  const Lanes clamped = u.max(0.0).min(1.0);
  return clamped * clamped * (3.0 - 2.0 * clamped);
}

Supply::Supply(const Business& business, const Unexplained& unexplained, const Competition& competition,
               const OutlookNews& news, int cycle, DriverList& drivers)
    : business_(business), unexplained_(unexplained), competition_(competition), news_(news), cycle_(cycle) {
  drivers.under(driver_groups::supply);
  capacity_ =
      drivers.add("cowos.capacity", "wafer/month", Support::positive, "CoWoS wafers that all suppliers can start");
  vendor_share_ =
      drivers.add("cowos.vendor_share", "fraction", Support::fraction, "share of CoWoS held by the company");
  response_ = drivers.add(
      "cowos.response", "fraction", Support::real,
      "how far capacity and memory follow the cycle of demand three quarters later, in per cent for one", 0.0);
  hbm_headroom_ = drivers.add("hbm.headroom", "fraction", Support::positive,
                              "HBM that could be had at the anchor, over what was needed", 1.2);
  drivers.initial(hbm_headroom_);
  drivers.only_before(hbm_headroom_, "'hbm.growth'");
  hbm_growth_ =
      drivers.add("hbm.growth", "fraction/quarter", Support::real, "growth of the HBM that the company can buy");
  readiness_ = drivers.add("racks.readiness", "fraction", Support::fraction,
                           "share of rack-bound packages that can be integrated, cooled and shipped on time");
  for (const Product& product : business.products) {
    drivers.under(product.market == Market::china ? driver_groups::china : driver_groups::supply);
    const auto add = [&](const std::string& item, const std::string& unit, Support support, const std::string& meaning,
                         std::optional<double> otherwise = std::nullopt) {
      return drivers.add(product.name + "." + item, unit, support, meaning, otherwise);
    };
    products_.push_back({
        .ramp_start = add("ramp_start", "year", Support::real, "when it begins to take over wafers, as a decimal year"),
        .ramp_length = add("ramp_length", "quarter", Support::positive, "time until it has taken them all over", 4.0),
        .packages_per_wafer =
            add("packages_per_wafer", "package/wafer", Support::positive, "gross packages from a CoWoS wafer"),
        .yield_initial = add("yield_initial", "fraction", Support::fraction, "yield of the first packages"),
        .yield_mature = add("yield_mature", "fraction", Support::fraction, "yield once production has learnt"),
        .learning_volume =
            add("learning_volume", "package", Support::positive, "packages after which 63 % of the learning is done"),
        .lag = add("lag", "quarter", Support::positive, "time from packaged wafer to revenue, up to two quarters"),
        .rack_share = add("rack_share", "fraction", Support::fraction, "share sold in liquid-cooled racks", 0.0),
    });
  }
}

void Supply::ramp_and_yield(const Quarter& quarter, const State& state, Flow& flow) const {
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    ProductMemos& memos = flow.memos[static_cast<std::size_t>(p)];
    const auto rate = [](const Lanes& length) -> Lanes { return quarters_per_year / length; };
    const auto inverse = [](const Lanes& volume) -> Lanes { return 1.0 / volume; };
    flow.ramp[p] =
        smoothstep((quarter.years_ahead - quarter(d.ramp_start)) * memos.ramp_rate(quarter(d.ramp_length), rate));
    flow.planned_ramp[p] = smoothstep((quarter.years_ahead - quarter.planned(d.ramp_start)) *
                                      memos.planned_ramp_rate(quarter.planned(d.ramp_length), rate));
    // Learning by doing: yield closes the gap to maturity as exp(−cumulated volume / learning volume).
    flow.learning_gap[p] =
        (-state.cumulative_packages[p] * memos.learning_rate(quarter(d.learning_volume), inverse)).exp();
    flow.yield[p] =
        quarter(d.yield_mature) + (quarter(d.yield_initial) - quarter(d.yield_mature)).min(0.0) * flow.learning_gap[p];
  }
}

void Supply::wafers(const Quarter& quarter, Flow& flow) const {
  flow.wafers = quarter(capacity_) * quarter(vendor_share_) * competition_.wafers_left(quarter) *
                (months_per_quarter * quarter.length);
}

void Supply::make(const Quarter& quarter, const Levels& levels, const State& state, Flow& flow) const {
  // Wafers for China follow last quarter's orders from there; what they free goes to the other market.
  flow.local_wafers.setZero();
  const Lanes china = (levels.wafers * levels.china_wafers * state.china_plan * quarter.length).min(0.5 * flow.wafers);
  make_from(china, Market::china, quarter, levels, flow);
  make_from(flow.wafers - china, Market::global, quarter, levels, flow);
}

/// From the newest generation to the oldest: each takes its ramp's part of what newer ones left.
void Supply::make_from(const Lanes& wafers, Market market, const Quarter& quarter, const Levels& levels,
                       Flow& flow) const {
  Lanes left = wafers;
  for (int p = static_cast<int>(products_.size()) - 1; p >= 0; --p) {
    if (business_.products[static_cast<std::size_t>(p)].market != market) continue;
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    const Lanes taken = left * flow.ramp[p];
    flow.made[p] =
        taken * quarter(d.packages_per_wafer) * flow.yield[p] * levels.supply[static_cast<std::size_t>(market)];
    if (business_.products[static_cast<std::size_t>(p)].interposer == Interposer::local) flow.local_wafers += taken;
    left -= taken;
  }
}

Lanes Supply::hbm_needed(const Flow& flow, Market market) const {
  Lanes gigabytes = Lanes::Constant(1.0);  // so that ratios to it stay finite
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    if (business_.products[static_cast<std::size_t>(p)].market != market) continue;
    gigabytes += flow.made[p] * business_.products[static_cast<std::size_t>(p)].hbm_gb;
  }
  return gigabytes;
}

Lanes Supply::cumulative_at_anchor(const Quarter& anchor, int product, const Lanes& made) const {
  const ProductDrivers& d = products_[static_cast<std::size_t>(product)];
  const Lanes quarters = ((anchor.years_ahead - anchor(d.ramp_start)) * quarters_per_year).max(0.0);
  return 0.5 * made * quarters;
}

Lanes Supply::sellable_at_anchor(const Quarter& anchor, int product, const Lanes& made,
                                 const Lanes& wafer_growth) const {
  const Delay sold = delay(anchor(products_[static_cast<std::size_t>(product)].lag), 1.0, 1.0);
  return made * (sold.none + (sold.one + sold.two / wafer_growth) / wafer_growth);
}

Lanes Supply::held_at_anchor(const Quarter& anchor, int product, const Lanes& made) const {
  const Lanes& ready = anchor(readiness_);
  return anchor(products_[static_cast<std::size_t>(product)].rack_share) * made * (1.0 - ready) / ready.max(0.05F);
}

Lanes Supply::work_in_process(const Quarter& quarter, const State& state) const {
  Lanes packages = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const Lanes lag = quarter(products_[static_cast<std::size_t>(p)].lag).min(longest_lag);
    packages += lag.min(quarter.length) * state.made[p] + state.held[p] +
                (lag - quarter.length).max(0.0).min(quarter.length_before) * state.made_before[p];
  }
  return packages;
}

Supply::Delay Supply::delay(const Lanes& lag, float length, float length_before) {
  const Lanes l = lag.min(longest_lag);
  const Lanes left = length - l;  // of the quarter, when what is made at its beginning is sold
  return {left.max(0.0) / length, left.min(0.0) + l.min(length_before),
          (left.min(-length_before) + l.min(length_before + 1.0F)).max(0.0)};
}

/// Beliefs about capacity hold for the orders that are believed; suppliers follow what the cycle adds to them, or
/// takes.
Lanes Supply::answer(const Quarter& quarter) const {
  constexpr int quarters_to_build = 3;
  const Lanes turned = quarter.ago(quarters_to_build, cycle_) / quarter.at_anchor(cycle_);
  return (quarter(response_) * turned.log()).exp();
}

/// Memory that runs short is shared as it was at the anchor: what one market needs beyond that waits.
void Supply::ration_memory(const Quarter& quarter, const Levels& levels, const Lanes& answer, State& state,
                           Flow& flow) const {
  state.hbm *= (1.0 + quarter(hbm_growth_)).max(0.01F);
  const Lanes available = state.hbm * answer * quarter.length;
  const std::array<Lanes, market_count> needed = {hbm_needed(flow, Market::global), hbm_needed(flow, Market::china)};
  const Lanes for_china = (levels.china_hbm * available).max(available - needed[0]).min(needed[1]);
  const std::array<Lanes, market_count> allowed = {((available - for_china) / needed[0]).min(1.0),
                                                   for_china / needed[1]};
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    flow.made[p] *= allowed[static_cast<std::size_t>(business_.products[static_cast<std::size_t>(p)].market)];
  }
  flow.hbm_shortfall = 1.0 - (allowed[0] * needed[0] + for_china) / (needed[0] + needed[1]);
}

void Supply::run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  wafers(quarter, flow);
  const Lanes answered = answer(quarter) * news_(quarter, levels);
  flow.wafers *= answered;
  ramp_and_yield(quarter, state, flow);
  make(quarter, levels, state, flow);
  ration_memory(quarter, levels, answered, state, flow);
  const Lanes unexplained = unexplained_(quarter);
  Lanes kept_back = Lanes::Zero();
  Lanes total = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    flow.made[p] *= unexplained;
    const Delay sold = delay(quarter(d.lag), quarter.length, quarter.length_before);
    const Lanes finished = sold.none * flow.made[p] + sold.one * state.made[p] + sold.two * state.made_before[p];
    const Lanes for_racks = quarter(d.rack_share) * finished + state.held[p];
    const Lanes held = for_racks * (1.0 - quarter(readiness_));
    flow.sellable[p] = (finished + state.held[p] - held).max(0.0);
    kept_back += held - state.held[p];
    total += finished;
    state.held[p] = held;
    state.made_before[p] = state.made[p];
    state.made[p] = flow.made[p] / quarter.length;
    state.cumulative_packages[p] += flow.made[p];
  }
  flow.rack_shortfall = kept_back.max(0.0) / total.max(1.0);
}

}  // namespace wafercast::accelerator_vendor
