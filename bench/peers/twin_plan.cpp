// wafercast_twin_plan SCENARIO AS_OF: what a scenario's beliefs compile to, and the figures that the model starts from,
// as JSON for another implementation of the model (twin_numpy.py). How the model works is left to that.

#include <engine/simulation/simulate.hpp>
#include <engine/simulation/stages/sampler.hpp>
#include <models/accelerator_vendor/anchor.hpp>
#include <models/accelerator_vendor/business.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

namespace wafercast {
namespace {

using nlohmann::json;

bool same_steps(const std::array<double, 5>& values) {
  const double step = values[1] - values[0];
  for (std::size_t i = 1; i + 1 < values.size(); ++i) {
    if (!(std::abs(values[i + 1] - values[i] - step) <= 1e-11 * (std::abs(step) + std::abs(values[i])))) return false;
  }
  return true;
}

/// A marginal by its family where it is one of three, else as a table of its quantile function over z.
json json_of(const Marginal& marginal) {
  const auto at = [&](const auto& transformed) {
    std::array<double, 5> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = transformed(marginal.at(static_cast<double>(i) - 2.0));
    return values;
  };
  const auto family = [&](const char* name, const std::array<double, 5>& values) {
    return json{{"family", name}, {"location", values[2]}, {"scale", values[3] - values[2]}};
  };
  const auto values = at([](double x) { return x; });
  if (same_steps(values)) return family("normal", values);
  const auto logs = at([](double x) { return std::log(x); });
  if (same_steps(logs)) return family("lognormal", logs);
  const auto logits = at([](double x) { return std::log(x / (1.0 - x)); });
  if (same_steps(logits)) return family("logit-normal", logits);
  constexpr int half = 3000;
  constexpr double furthest = 8.0;
  json table = json::array();
  for (int i = -half; i <= half; ++i) table.push_back(marginal.at(furthest * i / half));
  return {{"family", "table"}, {"furthest", furthest}, {"values", table}};
}

json json_of(const PlannedDriver& driver, const DriverSpec& spec) {
  if (driver.supposed) throw std::runtime_error(spec.name + ": suppositions are not the twin's business");
  json knots = json::array();
  for (const PlannedCourse::Knot& knot : driver.knots) {
    knots.push_back({{"row", knot.row}, {"marginal", json_of(knot.marginal)}});
  }
  json weights = json::array();  // a row a knot
  for (Eigen::Index knot = 0; knot < driver.weights.cols(); ++knot) {
    const Eigen::VectorXd by_slice = driver.weights.col(knot);
    weights.push_back(std::vector<double>(by_slice.begin(), by_slice.end()));
  }
  const char* const support = driver.support == Support::positive   ? "positive"
                              : driver.support == Support::fraction ? "fraction"
                                                                    : "real";
  return {{"name", spec.name},
          {"support", support},
          {"moves", driver.moves},
          {"knots", knots},
          {"weights", weights},
          {"certain_part", std::vector<double>(driver.certain_part.begin(), driver.certain_part.end())},
          {"shared_row", driver.shared_row},
          {"shared", driver.shared},
          {"noise", {{"quarterly", driver.noise.quarterly}, {"persistence", driver.noise.persistence}}},
          {"first_noise_row", driver.first_noise_row}};
}

json json_of(const PlannedEvent& event) {
  if (event.is_linked()) throw std::runtime_error("linked events are not the twin's business");
  constexpr std::array actions = {"cut", "scale", "add", "set", "delay"};
  static_assert(static_cast<int>(EffectBelief::Action::delay) + 1 == actions.size());
  json effects = json::array();
  for (const PlannedEffect& effect : event.effects) {
    effects.push_back({{"action", actions.at(static_cast<std::size_t>(effect.action))},
                       {"driver", effect.driver},
                       {"amount", json_of(effect.amount)},
                       {"amount_row", effect.amount_row},
                       {"ramp_days", json_of(effect.ramp_days)},
                       {"ramp_row", effect.ramp_row},
                       {"once", effect.once}});
  }
  constexpr std::array starts = {"uncertain", "known", "supposed", "never"};
  json out = {{"start", starts.at(static_cast<std::size_t>(event.start))},
              {"start_day", event.start_day},
              {"window", {event.window_first, event.window_last}},
              {"over_window", event.chance == EventBelief::Chance::over_window},
              {"probability", event.probability},
              {"fire_row", event.fire_row},
              {"start_row", event.start_row},
              {"lasts_row", event.lasts_row},
              {"effects", effects}};
  if (event.lasts_days) out["lasts_days"] = json_of(*event.lasts_days);
  return out;
}

json json_of(const PlannedDependence& group) {
  if (group.tail) throw std::runtime_error("Student copulas are not the twin's business");
  const int n = group.copula.size();
  Eigen::MatrixXd factor = Eigen::MatrixXd::Identity(n, n);  // column-major: row i of the copula is column i here
  std::vector<double*> rows;
  for (int i = 0; i < n; ++i) rows.push_back(factor.col(i).data());
  group.copula.apply(rows, n);
  json matrix = json::array();
  for (int i = 0; i < n; ++i) matrix.push_back(std::vector<double>(factor.col(i).begin(), factor.col(i).end()));
  return {{"rows", group.rows}, {"factor", matrix}};
}

json json_of(const DerivedSeries& series) {
  constexpr std::array rules = {"sum", "last", "ratio", "growth", "formula"};
  if (series.rule == DerivedSeries::Rule::formula) throw std::runtime_error("formulas are not the twin's business");
  return {{"rule", rules.at(static_cast<std::size_t>(series.rule))},
          {"row", series.row},
          {"of", series.of},
          {"of_reported", series.of_reported},
          {"over", series.over},
          {"over_reported", series.over_reported},
          {"factor", series.factor}};
}

json json_of(const Timeline& timeline) {
  const auto day = [](Date date) { return date.time_since_epoch().count(); };
  json slices = json::array();
  for (int slice = 0; slice < timeline.slices(); ++slice) {
    const DateRange& days = timeline.days_of(slice);
    slices.push_back({{"first_day", day(days.first)},
                      {"last_day", day(days.last)},
                      {"length", timeline.length_of(slice)},
                      {"quarter_of_year", timeline.quarter_of(slice).quarter_of_year()},
                      {"quarters_ahead", timeline.quarter_of(slice) - timeline.last_reported()}});
  }
  return slices;
}

json json_of(const std::optional<double>& value) {
  return value ? json(*value) : json();
}

json start_of(const Scenario& scenario, const Timeline& timeline) {
  namespace vendor = accelerator_vendor;
  Diagnostics diagnostics;
  const vendor::Business business = vendor::read_business(scenario.structure, scenario.file, diagnostics);
  vendor::Anchor anchor =
      vendor::read_anchor(scenario.history, timeline.last_reported(), business, scenario.file, diagnostics);
  diagnostics.throw_if_any();
  vendor::put_on_usual_length(anchor, timeline.length_of(Timeline::anchor));
  json products = json::array();
  for (const vendor::Product& product : business.products) {
    products.push_back({{"name", product.name},
                        {"china", product.market == vendor::Market::china},
                        {"hbm_gb", product.hbm_gb},
                        {"local", product.interposer == vendor::Interposer::local}});
  }
  json customers = json::array();
  for (const vendor::Customer& customer : business.customers) {
    customers.push_back({{"name", customer.name},
                         {"china", customer.market == vendor::Market::china},
                         {"capex", customer.follows == vendor::Customer::Follows::capex}});
  }
  json segments = json::array();
  for (const vendor::Segment& segment : business.segments) {
    segments.push_back({{"name", segment.name}, {"season", segment.season}});
  }
  json lines = json::array();
  for (const History::Line& line : scenario.history.lines)
    lines.push_back({{"name", line.name}, {"parts", line.parts}});
  return {{"products", products},
          {"customers", customers},
          {"segments", segments},
          {"lines", lines},
          {"anchor",
           {{"revenue", anchor.revenue},
            {"data_center", anchor.data_center},
            {"compute", json_of(anchor.compute)},
            {"networking", json_of(anchor.networking)},
            {"segments", anchor.segments},
            {"gross_margin", anchor.gross_margin},
            {"gross_margin_gaap", anchor.gross_margin_gaap},
            {"opex", anchor.opex},
            {"opex_gaap", anchor.opex_gaap},
            {"net_income", anchor.net_income},
            {"eps", anchor.eps},
            {"receivables", anchor.receivables},
            {"usual_receivables", anchor.usual_receivables},
            {"inventory", anchor.inventory},
            {"cash", anchor.cash},
            {"free_cash_flow", anchor.free_cash_flow},
            {"guided_revenue", json_of(anchor.guided_revenue)},
            {"guided_gross_margin", json_of(anchor.guided_gross_margin)},
            {"guided_opex", json_of(anchor.guided_opex)}}}};
}

json whole(const Scenario& scenario, const Compiled& compiled) {
  const Plan& plan = compiled.plan;
  json drivers = json::array(), events = json::array(), dependence = json::array(), series = json::array(),
       derived = json::array();
  for (std::size_t i = 0; i < plan.drivers.size(); ++i) {
    drivers.push_back(json_of(plan.drivers[i], compiled.model->drivers()[i]));
  }
  for (const PlannedEvent& event : plan.events) events.push_back(json_of(event));
  for (const PlannedDependence& group : plan.dependence) dependence.push_back(json_of(group));
  for (const SeriesKey& key : plan.series)
    series.push_back({{"metric", key.metric}, {"period", to_string(key.period)}});
  for (const DerivedSeries& one : plan.derived) derived.push_back(json_of(one));
  return {{"draws", plan.draws.size()}, {"timeline", json_of(plan.timeline)},
          {"drivers", drivers},         {"events", events},
          {"dependence", dependence},   {"series", series},
          {"derived", derived},         {"start", start_of(scenario, plan.timeline)}};
}

json json_of(const LaneTable& table) {
  json rows = json::array();
  for (int row = 0; row < table.rows(); ++row)
    rows.push_back(std::vector<double>(table[row].begin(), table[row].end()));
  return rows;
}

/// A block of paths: the normals that it was drawn from, and what came of them.
json block_of(const Compiled& compiled) {
  const PhiloxSampler sampler(1, compiled.plan.draws);
  LaneTable z(static_cast<int>(compiled.plan.draws.size()));
  sampler.fill(0, z);
  BlockRunner runner(compiled.plan, *compiled.model, sampler);
  return {{"z", json_of(z)}, {"values", json_of(runner.run(0, block_lanes).values)}};
}

int print_plan(int argc, char** argv) {
  if (argc != 3) throw std::runtime_error("usage: wafercast_twin_plan SCENARIO AS_OF");
  ScenarioRequest request{.file = argv[1]};
  request.read.as_of = parse_date(argv[2]);
  const Scenario scenario = read(request);
  if (scenario.conditioning)
    throw std::runtime_error("what is learnt is not the twin's business: leave 'condition' out");
  const Compiled compiled = compile_for_model(scenario);
  json plan = whole(scenario, compiled);
  plan["block"] = block_of(compiled);
  std::puts(plan.dump().c_str());
  return 0;
}

}  // namespace
}  // namespace wafercast

int main(int argc, char** argv) {
  try {
    return wafercast::print_plan(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "wafercast_twin_plan: %s\n", error.what());
    return 2;
  }
}
