#include <engine/record/regression.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <cmath>

namespace wafercast {
namespace {

constexpr double degrees_of_freedom = 4.0;
constexpr double scatter_quarters = 4.0;  ///< of record that the prior of the scatter is worth
constexpr int iterations = 60;            ///< of the reweighting, which converges within 20

}  // namespace

Normal weighted_moments(const std::vector<RecordedQuarter>& record, double trend) {
  double weights = 0.0, squares = 0.0, sum = 0.0;
  const auto weight = [&](const RecordedQuarter& quarter) { return std::pow(trend, quarter.age); };
  for (const RecordedQuarter& quarter : record) {
    weights += weight(quarter);
    squares += weight(quarter) * weight(quarter);
    sum += weight(quarter) * quarter.value;
  }
  const double mean = sum / weights;
  double scatter = 0.0;
  for (const RecordedQuarter& quarter : record) {
    scatter += weight(quarter) * (quarter.value - mean) * (quarter.value - mean);
  }
  return {mean, std::sqrt(scatter / (weights - squares / weights))};
}

StudentT regressed(const std::vector<RecordedQuarter>& record, double trend, const RegressionPrior& prior,
                   double explained) {
  const Eigen::Vector2d mean(prior.level.mean, prior.slope.mean);
  const Eigen::Vector2d precision(1.0 / (prior.level.sd * prior.level.sd), 1.0 / (prior.slope.sd * prior.slope.sd));
  Eigen::Vector2d line = mean;
  Eigen::Matrix2d certainty = precision.asDiagonal();
  double scatter = prior.scatter;
  for (int i = 0; i < iterations; ++i) {
    Eigen::Matrix2d information = precision.asDiagonal();
    Eigen::Vector2d pull = precision.cwiseProduct(mean);
    double weights = 0.0, squares = 0.0;
    for (const RecordedQuarter& quarter : record) {
      const Eigen::Vector2d x(1.0, quarter.explained);
      const double residual = (quarter.value - x.dot(line)) / scatter;
      const double weight = std::pow(trend, quarter.age);
      const double robust = weight * (degrees_of_freedom + 1.0) / (degrees_of_freedom + residual * residual);
      information += robust / (scatter * scatter) * x * x.transpose();
      pull += robust / (scatter * scatter) * quarter.value * x;
      weights += weight;
      squares += robust * residual * residual;
    }
    line = information.llt().solve(pull);
    certainty = information;
    scatter *=
        std::sqrt((squares + scatter_quarters * std::pow(prior.scatter / scatter, 2)) / (weights + scatter_quarters));
  }
  const Eigen::Vector2d x(1.0, explained);
  return {degrees_of_freedom, x.dot(line), std::sqrt(scatter * scatter + x.dot(certainty.llt().solve(x)))};
}

}  // namespace wafercast
