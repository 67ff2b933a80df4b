#pragma once

#include <engine/scenario/history.hpp>
#include <models/accelerator_vendor/business.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

#include <functional>
#include <vector>

namespace wafercast::accelerator_vendor {

/// The metrics that the model reports, and where each of them is found at the end of a quarter.
class Metrics {
 public:
  /// `lines`: what the company reports as sums of what it sells; those of which the model knows all parts become
  /// metrics of their own.
  Metrics(const Business& business, const std::vector<History::Line>& lines);

  const std::vector<MetricSpec>& specs() const { return list_.specs; }

  /// Copies a finished quarter into the rows of `out`.
  void write(const Flow& flow, const State& state, const Lanes& work_in_process, int quarter, MetricBlock& out) const;

  /// Puts what the outlook named for a quarter in the place of what single precision made of it.
  void write_outlook(double guided_revenue, int quarter, MetricBlock& out) const;

 private:
  void write_bounds(const Flow& flow, int quarter, MetricBlock& out) const;

  const Business& business_;
  MetricList list_;
  std::vector<std::pair<int, Lanes Flow::*>> from_flow_;
  std::vector<std::pair<int, Lanes State::*>> from_state_;
  /// A metric that is a sum of others.
  struct Sum {
    int metric;
    std::vector<int> parts;
  };
  void add_lines(const std::vector<History::Line>& lines);

  std::vector<Sum> sums_;
  std::vector<int> products_, customers_, segments_;
  int gross_margin_, gross_margin_gaap_, china_, unit_sales_, made_, sellable_, orders_, lost_, revalued_, backlog_,
      unsold_, work_in_process_, guided_revenue_;
  int bound_cowos_, bound_hbm_, bound_racks_, bound_demand_, bound_budgets_;
};

}  // namespace wafercast::accelerator_vendor
