#include <models/accelerator_vendor/supply.hpp>

namespace wafercast::accelerator_vendor {
namespace {

constexpr double months_per_quarter = 3.0;

}  // namespace

Lanes smoothstep(const Lanes& u) {
  const Lanes clamped = u.max(0.0).min(1.0);
  return clamped * clamped * (3.0 - 2.0 * clamped);
}

Supply::Supply(const Business& business, const Unexplained& unexplained, DriverList& drivers)
    : business_(business), unexplained_(unexplained) {
  drivers.under(driver_groups::supply);
  capacity_ =
      drivers.add("cowos.capacity", "wafer/month", Support::positive, "CoWoS wafers that all suppliers can start");
  vendor_share_ =
      drivers.add("cowos.vendor_share", "fraction", Support::fraction, "share of CoWoS held by the company");
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
        .lag = add("lag", "quarter", Support::fraction, "time from packaged wafer to revenue"),
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
    flow.ramp[p] = smoothstep((quarter.year - quarter(d.ramp_start)) * memos.ramp_rate(quarter(d.ramp_length), rate));
    flow.planned_ramp[p] = smoothstep((quarter.year - quarter.planned(d.ramp_start)) *
                                      memos.planned_ramp_rate(quarter.planned(d.ramp_length), rate));
    // Learning by doing: yield closes the gap to maturity as exp(−cumulated volume / learning volume).
    flow.learning_gap[p] =
        (-state.cumulative_packages[p] * memos.learning_rate(quarter(d.learning_volume), inverse)).exp();
    flow.yield[p] =
        quarter(d.yield_mature) + (quarter(d.yield_initial) - quarter(d.yield_mature)).min(0.0) * flow.learning_gap[p];
  }
}

void Supply::wafers(const Quarter& quarter, Flow& flow) const {
  flow.wafers = quarter(capacity_) * quarter(vendor_share_) * (months_per_quarter * quarter.length);
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

Lanes Supply::hbm_needed(const Flow& flow) const {
  Lanes gigabytes = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    gigabytes += flow.made[p] * business_.products[static_cast<std::size_t>(p)].hbm_gb;
  }
  return gigabytes;
}

Lanes Supply::cumulative_at_anchor(const Quarter& anchor, int product, const Lanes& made) const {
  const ProductDrivers& d = products_[static_cast<std::size_t>(product)];
  const Lanes quarters = ((anchor.year - anchor(d.ramp_start)) * quarters_per_year).max(0.0);
  return 0.5 * made * quarters;
}

Lanes Supply::sellable_at_anchor(const Quarter& anchor, int product, const Lanes& made,
                                 const Lanes& wafer_growth) const {
  const Lanes& lag = anchor(products_[static_cast<std::size_t>(product)].lag);
  return made * (1.0 - lag * (1.0 - 1.0 / wafer_growth));
}

Lanes Supply::held_at_anchor(const Quarter& anchor, int product, const Lanes& made) const {
  const Lanes& ready = anchor(readiness_);
  return anchor(products_[static_cast<std::size_t>(product)].rack_share) * made * (1.0 - ready) / ready.max(0.05);
}

Lanes Supply::work_in_process(const Quarter& quarter, const State& state) const {
  Lanes packages = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    packages += quarter(products_[static_cast<std::size_t>(p)].lag) * state.made[p] + state.held[p];
  }
  return packages;
}

void Supply::run(const Quarter& quarter, const Levels& levels, State& state, Flow& flow) const {
  wafers(quarter, flow);
  ramp_and_yield(quarter, state, flow);
  make(quarter, levels, state, flow);

  state.hbm *= (1.0 + quarter(hbm_growth_)).max(0.01);
  const Lanes hbm_allows = (state.hbm * quarter.length / hbm_needed(flow)).min(1.0);
  flow.hbm_shortfall = 1.0 - hbm_allows;

  const Lanes output = hbm_allows * unexplained_(quarter);
  Lanes kept_back = Lanes::Zero();
  Lanes total = Lanes::Zero();
  for (int p = 0; p < static_cast<int>(products_.size()); ++p) {
    const ProductDrivers& d = products_[static_cast<std::size_t>(p)];
    flow.made[p] *= output;
    // A package made is sold after its lag (below a quarter): part of last quarter's output, the rest of this one's.
    const Lanes lag = quarter(d.lag);
    const Lanes finished = (1.0 - lag / quarter.length) * flow.made[p] + lag * state.made[p];
    const Lanes for_racks = quarter(d.rack_share) * finished + state.held[p];
    const Lanes held = for_racks * (1.0 - quarter(readiness_));
    flow.sellable[p] = (finished + state.held[p] - held).max(0.0);
    kept_back += held - state.held[p];
    total += finished;
    state.held[p] = held;
    state.made[p] = flow.made[p] / quarter.length;
    state.cumulative_packages[p] += flow.made[p];
  }
  flow.rack_shortfall = kept_back.max(0.0) / total.max(1.0);
}

}  // namespace wafercast::accelerator_vendor
