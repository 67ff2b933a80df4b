#pragma once

#include <engine/core/fiscal_calendar.hpp>
#include <engine/scenario/scenario.hpp>
#include <engine/simulation/model.hpp>
#include <models/accelerator_vendor/allocation.hpp>
#include <models/accelerator_vendor/anchor.hpp>
#include <models/accelerator_vendor/budgets.hpp>
#include <models/accelerator_vendor/business.hpp>
#include <models/accelerator_vendor/cash.hpp>
#include <models/accelerator_vendor/cost.hpp>
#include <models/accelerator_vendor/demand.hpp>
#include <models/accelerator_vendor/guidance.hpp>
#include <models/accelerator_vendor/income.hpp>
#include <models/accelerator_vendor/metrics.hpp>
#include <models/accelerator_vendor/price.hpp>
#include <models/accelerator_vendor/segments.hpp>
#include <models/accelerator_vendor/supply.hpp>
#include <models/accelerator_vendor/unexplained.hpp>

#include <memory>
#include <vector>

namespace wafercast::accelerator_vendor {

/// Revenue, margin and cash of a company that sells AI accelerators, quarter by quarter.
class AcceleratorVendor final : public Model {
 public:
  /// Builds the model from the scenario's structure, and its history up to the quarter before the timeline begins;
  /// throws InputError with all that is missing in them, MissingHistory where that is only figures.
  AcceleratorVendor(const Scenario& scenario, const Timeline& timeline);
  explicit AcceleratorVendor(const Scenario& scenario) : AcceleratorVendor(scenario, Timeline::of(scenario)) {}
  AcceleratorVendor(const AcceleratorVendor&) = delete;  // the rooms hold references to business_ and anchor_
  AcceleratorVendor& operator=(const AcceleratorVendor&) = delete;

  const std::vector<DriverSpec>& drivers() const override { return drivers_.specs; }
  const std::vector<MetricSpec>& metrics() const override { return metrics_.specs(); }
  std::vector<std::string> notes() const override { return anchor_.notes; }
  std::unique_ptr<Workspace> workspace(const Timeline& timeline) const override;
  void run(const DriverBlock& drivers, const Timeline& timeline, Workspace& workspace,
           MetricBlock& metrics) const override;

 private:
  struct Memory;
  struct Inputs;
  AcceleratorVendor(const Scenario& scenario, const Timeline& timeline, Inputs inputs);

  void start(const Quarter& anchor, const Quarter& next, Memory& memory) const;
  void start_supply(const Quarter& anchor, const Quarter& next, Memory& memory) const;
  void start_cost(const Quarter& anchor, Memory& memory) const;
  void learn_from_outlook(const Quarter& outlook, Memory& memory) const;
  void simulate(const Quarter& quarter, Memory& memory) const;

  Business business_;
  Anchor anchor_;
  FiscalQuarter last_reported_;  ///< to which the levels are anchored
  DriverList drivers_;
  std::vector<int> dates_{};  ///< drivers that are decimal years
  int tightness_, backlog_, cycle_;
  Unexplained unexplained_;

  Competition competition_;
  OutlookNews news_;
  Supply supply_;
  Demand demand_;
  Segments segments_;
  Budgets budgets_;
  Allocation allocation_;
  Cost cost_;
  Price price_;
  Income income_;
  Cash cash_;
  Guidance guidance_;
  Metrics metrics_;
};

}  // namespace wafercast::accelerator_vendor
