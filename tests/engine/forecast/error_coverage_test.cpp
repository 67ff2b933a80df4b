// Do the reported standard errors say what they claim? Each case draws `runs` samples of `paths` values and counts how
// often the truth lies within 1.96 errors of the estimate: 95 % of the runs. With 1000 runs the count has a standard
// deviation of 0.69 %, so a correct error misses the bounds below (± 3.4 %, 4.9 standard deviations) once in 10⁶ draws
// of the fixed seed per case. Errors that are 20 % too small or 40 % too large are caught
// (with 12 % and 23 % the chance is one half).
#include <tests/engine/forecast/draws.hpp>

#include <engine/forecast/probability.hpp>
#include <engine/forecast/series_summary.hpp>

#include <cmath>

namespace wafercast {
namespace {

using test::draws;
using test::Shape;

constexpr int runs = 1000;
constexpr std::size_t paths = 4096;
constexpr double lowest_coverage = 0.95 - 0.034;
constexpr double highest_coverage = 0.95 + 0.034;

struct Case {
  std::string name;
  Shape shape;
  std::function<Estimate(const Distribution&)> estimate;
  double truth;
};

double coverage(const Case& test_case, double error_factor) {
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    const auto values = draws(test_case.shape, paths, 1000 + static_cast<std::uint64_t>(run));
    SeriesSummary summary(1.0);
    for (std::size_t start = 0; start < paths; start += 64) summary.add(std::span(values).subspan(start, 64));
    const Estimate estimate = test_case.estimate(summary.distribution(reported_probabilities));
    covered += std::abs(estimate.value - test_case.truth) < 1.96 * error_factor * estimate.error;
  }
  return static_cast<double>(covered) / runs;
}

Estimate mean_of(const Distribution& distribution) {
  return distribution.mean;
}
Estimate sd_of(const Distribution& distribution) {
  return distribution.sd;
}
std::function<Estimate(const Distribution&)> quantile_of(double p) {
  return [p](const Distribution& distribution) { return distribution.quantiles.at(p); };
}

std::vector<Case> cases() {
  const Shape normal{"normal", [](double z) { return 3.0 + 0.5 * z; }};
  const Shape skewed{"lognormal", [](double z) { return std::exp(0.3 * z); }};
  const double log_mean = std::exp(0.045);
  return {{"mean of a normal", normal, mean_of, 3.0},
          {"sd of a normal", normal, sd_of, 0.5},
          {"p5 of a normal", normal, quantile_of(0.05), 3.0 - 0.5 * 1.6448536269514722},
          {"median of a normal", normal, quantile_of(0.5), 3.0},
          {"mean of a lognormal", skewed, mean_of, log_mean},
          {"sd of a lognormal", skewed, sd_of, log_mean * std::sqrt(std::expm1(0.09))},
          {"p95 of a lognormal", skewed, quantile_of(0.95), std::exp(0.3 * 1.6448536269514722)},
          {"p1 of a lognormal", skewed, quantile_of(0.01), std::exp(-0.3 * 2.3263478740408408)}};
}

TEST(ErrorCoverage, IsNominal) {
  for (const Case& test_case : cases()) {
    const double covered = coverage(test_case, 1.0);
    EXPECT_GT(covered, lowest_coverage) << test_case.name;
    EXPECT_LT(covered, highest_coverage) << test_case.name;
  }
}

TEST(ErrorCoverage, BrokenTwinsWithWrongErrorsAreCaught) {
  EXPECT_LT(coverage(cases()[0], 0.8), lowest_coverage);
  EXPECT_GT(coverage(cases()[3], 1.4), highest_coverage);
}

TEST(ErrorCoverage, OfProbabilitiesIsNominal) {
  for (const double p : {0.02, 0.3, 0.9}) {
    int covered = 0;
    std::mt19937_64 bits(77);
    std::binomial_distribution<int> hits(static_cast<int>(paths), p);
    for (int run = 0; run < runs; ++run) {
      const Estimate share = share_of(hits(bits), paths);
      covered += std::abs(share.value - p) < 1.96 * share.error;
    }
    EXPECT_NEAR(static_cast<double>(covered) / runs, 0.95, 0.034) << p;
  }
}

}  // namespace
}  // namespace wafercast
