#pragma once

#include <wafercast/accelerator_vendor/allocation.hpp>
#include <wafercast/accelerator_vendor/anchor.hpp>
#include <wafercast/accelerator_vendor/business.hpp>
#include <wafercast/accelerator_vendor/cash.hpp>
#include <wafercast/accelerator_vendor/cost.hpp>
#include <wafercast/accelerator_vendor/demand.hpp>
#include <wafercast/accelerator_vendor/guidance.hpp>
#include <wafercast/accelerator_vendor/income.hpp>
#include <wafercast/accelerator_vendor/metrics.hpp>
#include <wafercast/accelerator_vendor/price.hpp>
#include <wafercast/accelerator_vendor/segments.hpp>
#include <wafercast/accelerator_vendor/supply.hpp>
#include <wafercast/accelerator_vendor/unexplained.hpp>
#include <wafercast/core/fiscal_calendar.hpp>
#include <wafercast/scenario/scenario.hpp>
#include <wafercast/simulation/model.hpp>

#include <memory>
#include <vector>

namespace wafercast::accelerator_vendor {

/// Revenue, margin and cash of a company that sells AI accelerators, quarter by quarter.
class AcceleratorVendor final : public Model {
 public:
  /// Builds the model from the scenario's structure and history; throws InputError with all that is missing in them.
  explicit AcceleratorVendor(const Scenario& scenario);
  AcceleratorVendor(const AcceleratorVendor&) = delete;  // the rooms hold references to business_ and anchor_
  AcceleratorVendor& operator=(const AcceleratorVendor&) = delete;

  const std::vector<DriverSpec>& drivers() const override { return drivers_.specs; }
  const std::vector<MetricSpec>& metrics() const override { return metrics_.specs(); }
  std::vector<std::string> notes() const override { return anchor_.notes; }
  std::unique_ptr<Workspace> workspace(Slices slices) const override;
  void run(const DriverBlock& drivers, Slices slices, Workspace& workspace, MetricBlock& metrics) const override;

 private:
  struct Memory;
  struct Inputs;
  AcceleratorVendor(const Scenario& scenario, Inputs inputs);

  Quarter quarter_at(const DriverBlock& drivers, int slice) const;
  void start(const Quarter& anchor, const Quarter& next, Memory& memory) const;
  void start_supply(const Quarter& anchor, const Quarter& next, Memory& memory) const;
  void start_cost(const Quarter& anchor, Memory& memory) const;
  void learn_from_outlook(const Quarter& outlook, Memory& memory) const;
  void simulate(const Quarter& quarter, Memory& memory) const;

  Business business_;
  Anchor anchor_;
  std::vector<DateRange> slice_days_;
  FiscalCalendar calendar_;
  FiscalQuarter last_reported_;
  DriverList drivers_;
  int tightness_, backlog_;
  Unexplained unexplained_;

  Supply supply_;
  Demand demand_;
  Allocation allocation_;
  Segments segments_;
  Cost cost_;
  Price price_;
  Income income_;
  Cash cash_;
  Guidance guidance_;
  Metrics metrics_;
};

}  // namespace wafercast::accelerator_vendor
