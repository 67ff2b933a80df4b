#pragma once

#include <engine/scenario/scenario.hpp>
#include <engine/simulation/model.hpp>
#include <engine/simulation/plan.hpp>

#include <memory>
#include <vector>

namespace wafercast::textbook {

/// A fixed workload for holding engines against each other, of the shape of the real model but small: 25 factors that
/// are correlated with each other and in time, supply against demand with a backlog, a licence that may be withheld,
/// cost. bench/peers/chain_numpy.py is the same chain as a NumPy user would write it.
class ReferenceChain final : public Model {
 public:
  static constexpr int factors = 25;
  static constexpr int quarters = 8;

  ReferenceChain();

  const std::vector<DriverSpec>& drivers() const override { return drivers_; }
  const std::vector<MetricSpec>& metrics() const override { return metrics_; }
  std::unique_ptr<Workspace> workspace(const Timeline& timeline) const override;
  void run(const DriverBlock& drivers, const Timeline& timeline, Workspace& workspace,
           MetricBlock& metrics) const override;

 private:
  std::vector<DriverSpec> drivers_;
  std::vector<MetricSpec> metrics_;
};

/// The chain's scenario, and its plan: each quarter's shocks of all factors are correlated at 0.3, which no scenario
/// file can say.
Scenario reference_chain_scenario();
Plan reference_chain_plan(const Scenario& scenario, const ReferenceChain& model);

}  // namespace wafercast::textbook
