#include <engine/record/pooling.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace wafercast {
namespace {

PooledHorizon pooled(const std::vector<ForecastErrors>& errors, const PoolingPrior& prior) {
  constexpr double largest_weight = 0.5;
  const auto counts = [&](const ForecastErrors& error) { return std::pow(prior.memory, error.age); };
  double n = 0.0;
  double bias = 0.0;
  for (const ForecastErrors& error : errors) {
    n += counts(error);
    bias += counts(error) * error.beliefs;
  }
  bias /= n + bias_forecasts;
  double products = 0.0;
  double squares = 0.0;
  for (const ForecastErrors& error : errors) {
    const double apart = error.record - (error.beliefs - bias);  // how far beliefs are above the record
    products += counts(error) * error.record * apart;
    squares += counts(error) * apart * apart;
  }
  const double earned = squares > 0.0 ? std::clamp(products / squares, 0.0, largest_weight) : prior.weight;
  const double weight = (n * earned + prior.forecasts * prior.weight) / (n + prior.forecasts);
  return {static_cast<int>(errors.size()), bias, weight};
}

}  // namespace

std::vector<PooledHorizon> pooled_by_horizon(const std::vector<ForecastErrors>& errors, int horizons,
                                             const PoolingPrior& prior) {
  std::vector<PooledHorizon> all(1);
  for (int horizon = 2; horizon <= horizons; ++horizon) {
    std::vector<ForecastErrors> of_horizon;
    std::ranges::copy_if(errors, std::back_inserter(of_horizon),
                         [&](const ForecastErrors& error) { return error.horizon == horizon; });
    all.push_back(pooled(of_horizon, prior));
  }
  return all;
}

}  // namespace wafercast
