#include <engine/forecast/distribution_function.hpp>

#include <algorithm>

namespace wafercast {

DistributionFunction::DistributionFunction(const QuantileSketch& sketch) : count_(static_cast<double>(sketch.count())) {
  std::int64_t up_to = 0;
  const auto cells = sketch.cells();
  steps_.reserve(cells.size());
  for (const auto& cell : cells) {
    up_to += cell.count;
    steps_.push_back({cell, up_to});
  }
}

double DistributionFunction::quantile(double p) const {
  const double rank = p * count_;
  const auto reaches = [](const Step& step, double wanted) { return static_cast<double>(step.up_to) < wanted; };
  auto step = std::lower_bound(steps_.begin(), steps_.end(), rank, reaches);
  if (step == steps_.end()) --step;
  const QuantileSketch::Cell& cell = step->cell;
  const double within = (rank - static_cast<double>(step->up_to - cell.count)) / static_cast<double>(cell.count);
  return cell.low + (cell.high - cell.low) * std::clamp(within, 0.0, 1.0);
}

double DistributionFunction::cdf(double x) const {
  const auto starts_above = [](double wanted, const Step& step) { return wanted < step.cell.low; };
  auto step = std::upper_bound(steps_.begin(), steps_.end(), x, starts_above);
  if (step == steps_.begin()) return 0.0;
  --step;
  const QuantileSketch::Cell& cell = step->cell;
  const double within = x >= cell.high ? 1.0 : (x - cell.low) / (cell.high - cell.low);
  return (static_cast<double>(step->up_to - cell.count) + within * static_cast<double>(cell.count)) / count_;
}

DistributionFunction::Moments DistributionFunction::moments_about(double centre) const {
  double second = 0.0;
  double fourth = 0.0;
  for (const Step& step : steps_) {
    const double distance = 0.5 * (step.cell.low + step.cell.high) - centre;
    const double square = distance * distance;
    second += static_cast<double>(step.cell.count) * square;
    fourth += static_cast<double>(step.cell.count) * square * square;
  }
  return {second / count_, fourth / count_};
}

}  // namespace wafercast
