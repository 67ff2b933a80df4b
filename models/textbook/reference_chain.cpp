#include <models/textbook/reference_chain.hpp>

#include <engine/random/normal.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace wafercast::textbook {
namespace {

constexpr double correlation = 0.3;
constexpr Noise factor_noise{.quarterly = 0.1, .persistence = 0.8};
constexpr Noise licence_noise{.quarterly = 1.0, .persistence = 0.0};
constexpr double withheld = 0.3;  ///< probability

enum Metric { sales, total_sales, total_margin };

struct State final : Model::Workspace {
  Lanes backlog, total_sales, total_profit;
};

}  // namespace

ReferenceChain::ReferenceChain() {
  for (int i = 0; i < factors; ++i) {
    drivers_.push_back({fmt::format("factor_{}", i), "1", Support::positive, "a factor around one", std::nullopt});
  }
  drivers_.push_back({"licence", "1", Support::real, "a standard normal; withheld where it is low", std::nullopt});
  const auto metric = [](const char* name, const char* title, const char* unit, double scale) {
    return MetricSpec{name, title, unit, scale, MetricSpec::Annual::none, "", "", false, false};
  };
  metrics_ = {metric("sales", "sales", "USD", 64.0), metric("total_sales", "sales so far", "USD", 256.0),
              metric("total_margin", "gross margin so far", "fraction", 1.0)};
}

std::unique_ptr<Model::Workspace> ReferenceChain::workspace(const Timeline&) const {
  return std::make_unique<State>();
}

void ReferenceChain::run(const DriverBlock& drivers, const Timeline& timeline, Workspace& workspace,
                         MetricBlock& metrics) const {
  auto& state = static_cast<State&>(workspace);
  state.backlog.setZero();
  state.total_sales.setZero();
  state.total_profit.setZero();
  static const double licence_limit = normal_quantile(withheld);
  for (int q = 0; q < timeline.quarters(); ++q) {
    const auto x = [&](int i) -> const Lanes& { return drivers(i, Timeline::horizon + q); };
    const Lanes wafers = (70.0 * 3.0 * 0.65) * x(0) * x(1);
    // 1 / (1 + exp(−(1.2 + 0.1 q + s))), with exp(s) the factor.
    const Lanes yield = x(2) / (x(2) + std::exp(-1.2 - 0.1 * q));
    const Lanes supply = 16.0 * wafers * yield;
    const Lanes china =
        (x(factors) < licence_limit).select(Lanes::Constant(0.2), Lanes::Constant(1.0)) * (60.0 * x(12));
    const Lanes demand = (15.0 * 0.45 / 0.035) * (x(3) + x(4) + x(5) + x(6) + x(7)) * x(8) * x(9) + 100.0 * x(10) +
                         80.0 * x(11) + china + state.backlog;
    const Lanes units = supply.min(demand);
    state.backlog = 0.5 * (demand - units);
    const Lanes compute = 0.033 * units * x(13);
    const Lanes networking = 0.16 * compute * x(14);
    const Lanes other = 2.7 * x(15) + 0.5 * x(16) + 0.5 * x(17) + 0.1 * x(18);
    const Lanes cost = units * (0.006 * x(19) / yield + 0.002 * x(20)) + 0.35 * networking * x(21) +
                       0.45 * other * x(22) + 0.3 * x(23) * x(24);
    Lanes& sold = metrics(sales, q);
    sold = compute + networking + other;
    state.total_sales += sold;
    state.total_profit += sold - cost;
    metrics(total_sales, q) = state.total_sales;
    metrics(total_margin, q) = state.total_profit / state.total_sales;
  }
}

Scenario reference_chain_scenario() {
  const Date first_day = *parse_date("2025-01-27");
  Scenario scenario{.name = "reference chain",
                    .model = "reference_chain",
                    .file = "reference_chain",
                    .as_of = first_day,
                    .calendar = FiscalCalendar(std::chrono::January, std::chrono::Sunday),
                    .last_reported = FiscalQuarter(2025, 4),
                    .first = FiscalQuarter(2026, 1),
                    .quarters = ReferenceChain::quarters,
                    .learnt_quarters = ReferenceChain::quarters,
                    .structure = {},
                    .history = {},
                    .drivers = {},
                    .events = {},
                    .correlations = {},
                    .questions = {},
                    .resolved = {},
                    .inputs = {}};
  const ReferenceChain chain;
  for (const DriverSpec& spec : chain.drivers()) {
    const bool licence = spec.support == Support::real;
    DriverBelief belief;
    belief.name = spec.name;
    belief.unit = *Unit::parse(spec.unit);
    belief.where = {scenario.file, 1, 1};
    belief.knots = {{"always", first_day, {Constant{licence ? 0.0 : 1.0}, "", belief.where}}};
    belief.noise = licence ? licence_noise : factor_noise;
    scenario.drivers.push_back(std::move(belief));
  }
  return scenario;
}

Plan reference_chain_plan(const Scenario& scenario, const ReferenceChain& model) {
  Plan plan = compile(scenario, model);
  const double rank = 6.0 / std::numbers::pi * std::asin(correlation / 2.0);
  Eigen::MatrixXd ranks = Eigen::MatrixXd::Constant(ReferenceChain::factors, ReferenceChain::factors, rank);
  ranks.diagonal().setOnes();
  for (int q = 0; q < plan.timeline.quarters(); ++q) {
    std::vector<int> rows;
    for (int i = 0; i < ReferenceChain::factors; ++i) {
      rows.push_back(plan.drivers[static_cast<std::size_t>(i)].first_noise_row + q);
    }
    plan.dependence.push_back({std::move(rows), GaussianCopula(ranks)});
  }
  return plan;
}

}  // namespace wafercast::textbook
