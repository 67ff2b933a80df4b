#pragma once

#include <engine/simulation/model.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace wafercast::textbook {

/// A model that computes one metric of each quarter from that quarter's drivers alone.
class MemorylessModel : public Model {
 public:
  MemorylessModel(std::vector<DriverSpec> drivers, MetricSpec metric)
      : drivers_(std::move(drivers)), metrics_{std::move(metric)} {}

  const std::vector<DriverSpec>& drivers() const override { return drivers_; }
  const std::vector<MetricSpec>& metrics() const override { return metrics_; }
  std::unique_ptr<Workspace> workspace(const Timeline&) const override { return std::make_unique<Workspace>(); }

  void run(const DriverBlock& drivers, const Timeline& timeline, Workspace&, MetricBlock& metrics) const override {
    for (int q = 0; q < timeline.quarters(); ++q) compute(drivers, Timeline::horizon + q, metrics(0, q));
  }

 private:
  virtual void compute(const DriverBlock& drivers, int slice, Lanes& metric) const = 0;

  std::vector<DriverSpec> drivers_;
  std::vector<MetricSpec> metrics_;
};

}  // namespace wafercast::textbook
