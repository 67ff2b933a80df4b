#include <tests/engine/learning/repeated_conditioning.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using namespace testing;

/// y = 2 + 3 z with an error of 1.5: the posterior precision is 1 + (3/1.5)² = 5, the mean (y − 2) 3/1.5² / 5.
constexpr double slope = 3.0, statement_error = 1.5, statement_value = 5.0;
constexpr double precision = 1.0 + slope * slope / (statement_error * statement_error);

double scalar_distance(double assumed_error, int steps) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) { observed[0] = 2.0 + slope * z[0]; });
  const std::vector<Figure> figures = {
      posterior_mean(0, (statement_value - 2.0) * slope / (statement_error * statement_error) / precision),
      posterior_covariance(0, 0, 1.0 / precision),
      {"prior mean", 2.0, [](const Posterior& p) { return p.fits[0].prior_mean; }},
      {"prior sd", slope, [](const Posterior& p) { return p.fits[0].prior_sd; }},
      {"posterior mean",
       2.0 + slope * (statement_value - 2.0) * slope / (statement_error * statement_error) / precision,
       [](const Posterior& p) { return p.fits[0].posterior_mean; }},
      {"posterior sd", slope / std::sqrt(precision), [](const Posterior& p) { return p.fits[0].posterior_sd; }},
      {"sigmas", (statement_value - 2.0) / std::hypot(slope, statement_error),
       [](const Posterior& p) { return p.fits[0].sigmas; }}};
  const auto run = [&](const ConditioningOptions& options, std::uint64_t seed) {
    return condition_draws(1, map, {{"y", statement_value, assumed_error}}, options, seed);
  };
  return worst_distance(figures, run, {.steps = steps});
}

TEST(ClosedForms, AScalarIsConjugate) {
  for (const int steps : {1, 2, 4, 8}) EXPECT_LT(scalar_distance(statement_error, steps), distance_limit) << steps;
}

TEST(ClosedForms, ABrokenTwinWithAnErrorTenPerCentOffIsCaught) {
  EXPECT_GT(scalar_distance(0.9 * statement_error, 4), distance_limit);
  EXPECT_GT(scalar_distance(1.1 * statement_error, 4), distance_limit);
}

// log sales = log units + log price is linear in z: with slopes a, b and S = a² + b² + error², the means are
// (a, b) (y − m) / S and the covariance of the two is −a b / S.
TEST(ClosedForms, AProductOfLognormalsObservedByItsLogarithm) {
  const textbook::LognormalProduct sales{1000.0, 0.3, 50.0, 0.2};
  const double log_error = 0.1;
  const double log_median = std::log(sales.quantile(0.5));
  const double surprise = 0.5;
  const LambdaMap map([&](const LaneTable& z, LaneTable& observed) {
    observed[0] =
        (sales.median_a * (sales.log_sd_a * z[0]).exp() * sales.median_b * (sales.log_sd_b * z[1]).exp()).log();
  });
  const double total = sales.log_sd() * sales.log_sd() + log_error * log_error;
  const double a = sales.log_sd_a;
  const double b = sales.log_sd_b;
  const std::vector<Figure> figures = {
      posterior_mean(0, a * surprise / total),
      posterior_mean(1, b * surprise / total),
      posterior_covariance(0, 0, 1.0 - a * a / total),
      posterior_covariance(1, 1, 1.0 - b * b / total),
      posterior_covariance(0, 1, -a * b / total),
      {"prior sd", sales.log_sd(), [](const Posterior& p) { return p.fits[0].prior_sd; }}};
  const auto run = [&](const ConditioningOptions& options, std::uint64_t seed) {
    return condition_draws(2, map, {{"log sales", log_median + surprise, log_error}}, options, seed);
  };
  EXPECT_LT(worst_distance(figures, run, {}), distance_limit);
}

}  // namespace
}  // namespace wafercast
