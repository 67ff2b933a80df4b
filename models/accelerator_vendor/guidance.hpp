#pragma once

#include <models/accelerator_vendor/anchor.hpp>
#include <models/accelerator_vendor/lists.hpp>
#include <models/accelerator_vendor/quarter.hpp>

namespace wafercast::accelerator_vendor {

/// The company's outlook: what it tells about the next quarter, by how much it then beats it, and how the share price
/// takes the surprise.
class Guidance {
 public:
  Guidance(const Anchor& anchor, DriverList& drivers);

  /// Moves the levels towards the outlook given with the last results, by `guidance.weight` in logs: the company sees
  /// its orders and its supply a quarter ahead better than the chain does. `outlook` is the flow of the guided quarter
  /// as the chain has it without the scenario's uncertain events.
  void learn(const Quarter& quarter, const Lanes& provision_rate, const Flow& outlook, Levels& levels,
             State& state) const;

  void run(const Quarter& quarter, Flow& flow) const;

 private:
  Lanes part_left(const Quarter& quarter) const;

  const Anchor& anchor_;
  int weight_, revenue_surprise_, margin_surprise_, later_surprise_, persistence_, priced_in_, sensitivity_,
      other_news_;
};

}  // namespace wafercast::accelerator_vendor
