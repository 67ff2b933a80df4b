#pragma once

#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/memoryless_model.hpp>

namespace wafercast::testing {

/// Three drivers in two groups; subclasses say what comes of them.
class GroupedModel : public textbook::MemorylessModel {
 public:
  GroupedModel()
      : MemorylessModel({spec("a", "left"), spec("b", "right"), spec("c", "right")},
                        {"sales", "sales", "USD", 1.0, MetricSpec::Annual::sum, "", "", false, false}) {}

 private:
  static DriverSpec spec(const std::string& name, const std::string& group) {
    DriverSpec spec{name, "USD", Support::real, "a term", 0.0};
    spec.group = group;
    return spec;
  }
};

class SumModel final : public GroupedModel {
  void compute(const DriverBlock& drivers, int slice, Lanes& sales) const override {
    sales = drivers(0, slice) + drivers(1, slice) + drivers(2, slice);
  }
};

class ProductModel final : public GroupedModel {
  void compute(const DriverBlock& drivers, int slice, Lanes& sales) const override {
    sales = drivers(0, slice) * drivers(1, slice);
  }
};

/// Three drivers that are normal around 10, with these standard deviations.
inline Scenario three_normals(double a, double b, double c) {
  Scenario scenario = textbook_scenario();
  scenario.drivers = {driver("a", "USD", Normal{10.0, a}), driver("b", "USD", Normal{10.0, b}),
                      driver("c", "USD", Normal{10.0, c})};
  return scenario;
}

}  // namespace wafercast::testing
