#include <tests/models/accelerator_vendor/vendor_sample.hpp>

#include <engine/language/read.hpp>
#include <engine/simulation/simulate.hpp>
#include <models/accelerator_vendor/model.hpp>

#include <algorithm>
#include <stdexcept>

namespace wafercast::testing {
namespace {

template <typename Item>
Item& named(std::vector<Item>& items, const std::string& name) {
  const auto found = std::ranges::find(items, name, &Item::name);
  if (found == items.end()) throw std::out_of_range("the scenario has no " + name);
  return *found;
}

Scenario read_base(const std::string& as_of) {
  ReadOptions options;
  if (as_of != "latest") options.as_of = *parse_date(as_of);
  options.model_names = {"accelerator_vendor"};
  return read_scenario(std::string(WAFERCAST_SOURCE_DIR) + "/scenarios/base.yaml", options);
}

void make_certain(Scenario& scenario) {
  for (DriverBelief& driver : scenario.drivers) {
    driver.noise = {};
    driver.suppositions.clear();
  }
  scenario.events.clear();
  scenario.questions.clear();
}

}  // namespace

Scenario base_scenario(const std::string& as_of) {
  static std::map<std::string, Scenario> read;  // reading takes longer than most tests
  if (!read.contains(as_of)) read.emplace(as_of, read_base(as_of));
  return read.at(as_of);
}

DriverBelief& driver_of(Scenario& scenario, const std::string& name) {
  return named(scenario.drivers, name);
}

EventBelief& event_of(Scenario& scenario, const std::string& name) {
  return named(scenario.events, name);
}

void fix(Scenario& scenario, const std::string& driver, double value) {
  DriverBelief& belief = driver_of(scenario, driver);
  belief.knots = {{"always", scenario.as_of, {Constant{value}, "", belief.where}}};
  belief.noise = {};
  // A number that is certain has no correlation to others.
  std::erase_if(scenario.correlations, [&](const auto& pair) { return pair.first == driver || pair.second == driver; });
}

void without_competition(Scenario& scenario) {
  fix(scenario, "rivals.price_response", 1e-300);
  fix(scenario, "inference.openness", 0.0);
  fix(scenario, "own_design.share", 0.0);
  fix(scenario, "sites.headroom", 1e6);
}

void suppose(Scenario& scenario, const std::string& driver, Supposition::Kind kind, double amount, Date from) {
  driver_of(scenario, driver).suppositions.push_back({.kind = kind, .amount = amount, .from = from});
}

void force(Scenario& scenario, const std::string& event, Date day) {
  EventBelief& belief = event_of(scenario, event);
  belief.status = EventBelief::Status::uncertain;
  belief.chance = EventBelief::Chance::over_window;
  belief.window = {day, day + std::chrono::days(1)};
  belief.probability = 1.0;
}

void remove_event(Scenario& scenario, const std::string& event) {
  std::erase_if(scenario.events, [&](const EventBelief& belief) { return belief.name == event; });
}

Date first_day(const Scenario& scenario, int quarter) {
  return scenario.calendar.days_of(scenario.first + quarter).first;
}

Scenario frozen(Scenario scenario) {
  make_certain(scenario);
  scenario.correlations.clear();
  const accelerator_vendor::AcceleratorVendor model(scenario);
  Plan plan = compile(scenario, model);
  for (std::size_t d = 0; d < model.drivers().size(); ++d) {
    const auto belief = std::ranges::find(scenario.drivers, model.drivers()[d].name, &DriverBelief::name);
    if (belief == scenario.drivers.end()) continue;
    double median = plan.drivers[d].certain_part(Timeline::anchor);
    for (std::size_t k = 0; k < plan.drivers[d].knots.size(); ++k) {
      median += plan.drivers[d].weights(Timeline::anchor, static_cast<Eigen::Index>(k)) *
                plan.drivers[d].knots[k].marginal.at(0.0);
    }
    belief->unit = *Unit::parse(model.drivers()[d].unit);
    fix(scenario, belief->name, median);
  }
  return scenario;
}

Sample::Sample(const Scenario& scenario, int paths) : paths_(paths), quarters_(scenario.quarters) {
  const accelerator_vendor::AcceleratorVendor model(scenario);
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  BlockRunner runner(plan, model, sampler);
  const std::vector<Paths> empty(at(quarters_), Paths(paths));
  for (const MetricSpec& metric : model.metrics()) metrics_[metric.name] = empty;
  for (const DriverSpec& driver : model.drivers()) drivers_[driver.name] = empty;
  for (int first = 0; first < paths; first += block_lanes) {
    runner.run(static_cast<std::uint64_t>(first), block_lanes);
    for (int q = 0; q < quarters_; ++q) {
      for (int m = 0; m < static_cast<int>(model.metrics().size()); ++m) {
        const std::string& name = model.metrics()[at(m)].name;
        metrics_[name][at(q)].segment<block_lanes>(first) = runner.metrics()(m, q);
      }
      for (int d = 0; d < static_cast<int>(model.drivers().size()); ++d) {
        const std::string& name = model.drivers()[at(d)].name;
        drivers_[name][at(q)].segment<block_lanes>(first) = runner.drivers()(d, Timeline::horizon + q);
      }
    }
  }
}

Paths Sample::cumulated(const std::string& metric, int quarter) const {
  Paths sum = (*this)(metric, 0);
  for (int q = 1; q <= quarter; ++q) sum += (*this)(metric, q);
  return sum;
}

::testing::AssertionResult on_every_path(const Eigen::Array<bool, Eigen::Dynamic, 1>& holds) {
  if (holds.all()) return ::testing::AssertionSuccess();
  Eigen::Index first = 0;
  while (holds[first]) ++first;
  return ::testing::AssertionFailure() << "not on " << holds.size() - holds.count() << " of " << holds.size()
                                       << " paths, first on path " << first;
}

::testing::AssertionResult agree(const Paths& a, const Paths& b, const Paths& scale, double tolerance) {
  const Paths off = (a - b).abs() / scale.abs();
  // Written so that a value that is no number does not agree.
  return on_every_path(off <= tolerance) << ", at worst off by " << off.maxCoeff() << " of its scale";
}

}  // namespace wafercast::testing
