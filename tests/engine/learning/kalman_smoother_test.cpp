// The second way of computing the same: an AR(1) state of eight quarters, observed with noise in all but one, is
// smoothed by Rauch, Tung and Striebel's recursion ("Maximum likelihood estimates of linear dynamic systems", AIAA
// Journal 3, 1965) and by the ensemble.
#include <tests/engine/learning/quantised.hpp>
#include <tests/engine/learning/repeated_conditioning.hpp>

#include <array>

namespace wafercast {
namespace {

using namespace testing;

constexpr int quarters = 8;
constexpr int unobserved = 4;
constexpr double persistence = 0.8, noise = 0.6;  // 0.8² + 0.6² = 1: the state keeps its variance
constexpr double error = 0.4;
constexpr std::array<double, quarters> reported = {0.4, 0.9, 1.6, 1.1, 0.0, -0.3, -0.9, 0.2};

/// Of the state given all reports; `next` is the covariance with the quarter after.
struct Smoothed {
  double mean, variance, next;
};

std::array<Smoothed, quarters> smooth() {
  std::array<double, quarters> mean{}, variance{}, forecast_mean{}, forecast_variance{};
  for (int t = 0; t < quarters; ++t) {
    const auto i = static_cast<std::size_t>(t);
    forecast_mean[i] = t == 0 ? 0.0 : persistence * mean[i - 1];
    forecast_variance[i] = t == 0 ? 1.0 : persistence * persistence * variance[i - 1] + noise * noise;
    const double gain = t == unobserved ? 0.0 : forecast_variance[i] / (forecast_variance[i] + error * error);
    mean[i] = forecast_mean[i] + gain * (reported[i] - forecast_mean[i]);
    variance[i] = (1.0 - gain) * forecast_variance[i];
  }
  std::array<Smoothed, quarters> smoothed{};
  smoothed.back() = {mean.back(), variance.back(), 0.0};
  for (std::size_t i = quarters - 1; i-- > 0;) {
    const double gain = persistence * variance[i] / forecast_variance[i + 1];
    smoothed[i] = {mean[i] + gain * (smoothed[i + 1].mean - forecast_mean[i + 1]),
                   variance[i] + gain * gain * (smoothed[i + 1].variance - forecast_variance[i + 1]),
                   gain * smoothed[i + 1].variance};
  }
  return smoothed;
}

void states(const LaneTable& z, LaneTable& state) {
  state[0] = z[0];
  for (int t = 1; t < quarters; ++t) state[t] = persistence * state[t - 1] + noise * z[t];
}

/// The posterior of the states instead of the z's.
Posterior smooth_by_ensemble(const ConditioningOptions& options, std::uint64_t seed, double assumed_error) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) {
    LaneTable state(quarters);
    states(z, state);
    for (int t = 0, row = 0; t < quarters; ++t) {
      if (t != unobserved) observed[row++] = state[t];
    }
  });
  std::vector<Observation> observations;
  for (int t = 0; t < quarters; ++t) {
    const double value = reported[static_cast<std::size_t>(t)];
    if (t != unobserved) observations.push_back({"state " + std::to_string(t), value, assumed_error});
  }
  Posterior posterior = condition_draws(quarters, map, observations, options, seed);
  std::vector<LaneTable> of_members;
  for (std::size_t block = 0; block < posterior.z.blocks(); ++block) {
    states(posterior.z.block(block), of_members.emplace_back(quarters));
  }
  posterior.z = quantised(of_members);
  return posterior;
}

double distance_to_the_smoother(int steps, double assumed_error) {
  std::vector<Figure> figures;
  const auto smoothed = smooth();
  for (int t = 0; t < quarters; ++t) {
    const Smoothed& exact = smoothed[static_cast<std::size_t>(t)];
    figures.push_back(posterior_mean(t, exact.mean));
    figures.push_back(posterior_covariance(t, t, exact.variance));
    if (t + 1 < quarters) figures.push_back(posterior_covariance(t, t + 1, exact.next));
  }
  const auto run = [&](const ConditioningOptions& options, std::uint64_t seed) {
    return smooth_by_ensemble(options, seed, assumed_error);
  };
  return worst_distance(figures, run, {.steps = steps, .localisation = 0.0});
}

TEST(KalmanSmoother, AgreesWithTheMultipleDataAssimilation) {
  EXPECT_LT(distance_to_the_smoother(4, error), distance_limit);
}

/// One step is the plain ensemble smoother, which is exact here too.
TEST(KalmanSmoother, AgreesWithOneStep) {
  EXPECT_LT(distance_to_the_smoother(1, error), distance_limit);
}

TEST(KalmanSmoother, RejectsTheBrokenTwinWithTooSmallErrors) {
  EXPECT_GT(distance_to_the_smoother(4, 0.9 * error), distance_limit);
}

}  // namespace
}  // namespace wafercast
