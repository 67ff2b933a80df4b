#include <engine/core/fiscal_calendar.hpp>
#include <engine/uncertainty/knot_weights.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace wafercast {
namespace {

using std::chrono::days;

const Date start = *parse_date("2025-01-27");

std::vector<DateRange> eight_quarters() {
  const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);
  std::vector<DateRange> quarters;
  for (int q = 0; q < 8; ++q) quarters.push_back(calendar.days_of(FiscalQuarter(2026, 1) + q));
  return quarters;
}

std::vector<Date> knots_at(std::vector<int> offsets) {
  std::vector<Date> knots;
  for (int offset : offsets) knots.push_back(start + days(offset));
  return knots;
}

TEST(KnotWeights, RowsSumToOneAndAreNotNegative) {
  for (Between between : {Between::ramp, Between::step, Between::s_curve}) {
    const Eigen::MatrixXd w = knot_weights(knots_at({-50, 30, 200, 201, 555, 5000}), eight_quarters(), between);
    ASSERT_EQ(w.rows(), 8);
    ASSERT_EQ(w.cols(), 6);
    for (int q = 0; q < 8; ++q) EXPECT_NEAR(w.row(q).sum(), 1.0, 1e-14);
    EXPECT_GE(w.minCoeff(), 0.0);
  }
}

TEST(KnotWeights, OneKnotHoldsEverything) {
  EXPECT_EQ(knot_weights(knots_at({100}), eight_quarters(), Between::ramp), Eigen::MatrixXd::Ones(8, 1));
}

TEST(KnotWeights, RampReproducesALinearPath) {
  const std::vector<int> offsets = {-10, 45, 300, 310, 900};
  const std::vector<DateRange> quarters = eight_quarters();
  const Eigen::MatrixXd w = knot_weights(knots_at(offsets), quarters, Between::ramp);
  Eigen::VectorXd values(5);
  for (int k = 0; k < 5; ++k) values[k] = 7.0 + 0.5 * offsets[static_cast<std::size_t>(k)];
  for (int q = 0; q < 8; ++q) {
    const DateRange& quarter = quarters[static_cast<std::size_t>(q)];
    const double middle = static_cast<double>((quarter.first - start).count()) + (quarter.days() - 1.0) / 2.0;
    EXPECT_NEAR(w.row(q).dot(values), 7.0 + 0.5 * middle, 1e-11) << q;
  }
}

TEST(KnotWeights, AreLevelOutsideTheKnots) {
  const Eigen::MatrixXd w = knot_weights(knots_at({300, 400}), eight_quarters(), Between::s_curve);
  EXPECT_EQ(w(0, 0), 1.0);
  EXPECT_EQ(w(2, 0), 1.0);
  EXPECT_EQ(w(5, 1), 1.0);
  EXPECT_EQ(w(7, 1), 1.0);
}

TEST(KnotWeights, StepHoldsAKnotUntilTheNext) {
  const Eigen::MatrixXd w = knot_weights(knots_at({0, 91 + 26}), eight_quarters(), Between::step);
  EXPECT_EQ(w(0, 0), 1.0);
  EXPECT_DOUBLE_EQ(w(1, 0), 26.0 / 91.0);
  EXPECT_EQ(w(2, 1), 1.0);
}

TEST(KnotWeights, SCurveIsTheSmoothstepOfTheDays) {
  const std::vector<DateRange> ten_days = {{start, start + days(10)}};
  const Eigen::MatrixXd w = knot_weights(knots_at({0, 10}), ten_days, Between::s_curve);
  double sum = 0.0;
  for (int day = 0; day < 10; ++day) {
    const double u = day / 10.0;
    sum += 3 * u * u - 2 * u * u * u;
  }
  EXPECT_NEAR(w(0, 1), sum / 10.0, 1e-15);
}

TEST(KnotWeights, SCurveMeetsTheRampHalfWay) {
  const std::vector<DateRange> one_day = {{start + days(50), start + days(51)}};
  for (Between between : {Between::ramp, Between::s_curve}) {
    EXPECT_EQ(knot_weights(knots_at({0, 100}), one_day, between)(0, 1), 0.5);
  }
}

}  // namespace
}  // namespace wafercast
