// Simulation-based calibration (S. Talts, M. Betancourt, D. Simpson, A. Vehtari, A. Gelman, "Validating Bayesian
// inference algorithms with simulation-based calibration", 2018): truth from the prior, data from the truth, and the
// rank of the truth among the members of the posterior, which is uniform if the posterior is right. Fixed seeds, 400
// truths, 1024 members, ten classes of rank. Pearson's statistic has nine degrees of freedom; at the level of 10⁻⁶ the
// limit is 45. With errors assumed at half their size, or 0.6 or 0.7 of it, the statistic of what the data say most of
// is 250, 130 or 67; the smallest defect caught surely is an sd about 35 % too small.
#include <tests/engine/learning/observation_maps.hpp>

#include <engine/random/streams.hpp>

#include <gtest/gtest.h>
#include <boost/math/distributions/chi_squared.hpp>

#include <array>
#include <cmath>

namespace wafercast {
namespace {

using namespace testing;

constexpr int truths = 400, classes = 10, draws = 3, quantities = 3;
constexpr std::int64_t members = 1024;
constexpr double error = 0.1;

using RankCounts = std::array<std::array<int, classes>, quantities>;

/// Sales of two products, units of each times a common price, observed as levels: a log sd of 0.28, an error of 10 %.
const LambdaMap observed_sales([](const LaneTable& z, LaneTable& observed) {
  observed[0] = (0.2 * z[0]).exp() * (0.2 * z[1]).exp();
  observed[1] = (0.2 * z[0]).exp() * (0.2 * z[2]).exp();
});

/// What is ranked: a draw behind both data, one behind the first, and the sum of the two, which the data say most of.
std::array<Lanes, quantities> ranked(const LaneTable& z) {
  return {z[0], z[1], z[0] + z[1]};
}

/// Lane 0 is a truth, with data that have errors of the stated sd.
struct Truth {
  LaneTable z{draws};
  std::vector<Observation> observations;
};

Truth draw_truth(std::uint64_t seed, double assumed_error) {
  Truth truth;
  PhiloxSampler(seed, {{"truth", 0}, {"truth", 1}, {"truth", 2}}).fill(0, truth.z);
  LaneTable reported(2), noise(2);
  observed_sales.observe(truth.z, *observed_sales.workspace(), reported, ObservationMap::Wanted::all);
  PhiloxSampler(seed, {{"noise", 0}, {"noise", 1}}).fill(0, noise);
  for (int k = 0; k < 2; ++k) {
    truth.observations.push_back({std::to_string(k), reported[k][0] + error * noise[k][0], assumed_error});
  }
  return truth;
}

RankCounts rank_counts(double assumed_error) {
  RankCounts counts{};
  for (int i = 0; i < truths; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    const Truth truth = draw_truth(1'000'000 + seed, assumed_error);
    const ConditioningOptions options{.members = members, .localisation = 0.0, .conflict = 100.0, .threads = {1}};
    const Posterior posterior = condition_draws(draws, observed_sales, truth.observations, options, seed);
    std::array<std::int64_t, quantities> below{};
    const auto true_values = ranked(truth.z);
    for (std::size_t block = 0; block < posterior.z.blocks(); ++block) {
      const auto values = ranked(posterior.z.block(block));
      for (std::size_t q = 0; q < quantities; ++q) below[q] += (values[q] < true_values[q][0]).count();
    }
    for (std::size_t q = 0; q < quantities; ++q) {
      ++counts[q][static_cast<std::size_t>(below[q] * classes / (members + 1))];
    }
  }
  return counts;
}

double chi_square(const std::array<int, classes>& counts) {
  constexpr double expected = static_cast<double>(truths) / classes;
  double sum = 0.0;
  for (const int count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

double chi_square_limit() {
  return quantile(complement(boost::math::chi_squared(classes - 1), 1e-6));
}

TEST(SimulationBasedCalibration, RanksOfTheTruthAreUniform) {
  for (const auto& counts : rank_counts(error)) EXPECT_LT(chi_square(counts), chi_square_limit());
}

/// The error is smaller than the data's: the posterior trusts them too much.
TEST(SimulationBasedCalibration, RejectsTheBrokenTwinWithHalfTheError) {
  EXPECT_GT(chi_square(rank_counts(0.5 * error)[2]), chi_square_limit());
}

}  // namespace
}  // namespace wafercast
