#include <engine/uncertainty/belief.hpp>
#include <engine/uncertainty/marginal.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

struct Refused {
  Belief belief;
  Support support;
  std::string problem;
};

std::vector<Refused> refused_beliefs() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  using enum Support;
  return {
      {Constant{nan}, real, "not a distribution"},
      {Constant{0.0}, positive, "0 is not possible (the quantity is positive)"},
      {Constant{1.2}, fraction, "1.2 is not possible (the quantity is a fraction)"},
      {Interval{3, 1, 0.9}, real, "the interval 3 to 1 is empty (low is not below high)"},
      {Interval{1, 3, 1.0}, real, "coverage 1 is not possible"},
      {Interval{1, 3, 0.0}, real, "coverage 0 is not possible"},
      {Interval{0, 3, 0.9}, positive, "0 is not possible"},
      {Interval{0.0, 0.5, 0.9}, fraction, "0 cannot be a quantile"},
      {Interval{0.5, 1.5, 0.9}, fraction, "1.5 is not possible"},
      {Interval{1, infinity, 0.9}, real, "infinite"},
      {Quantiles{{{0.1, 1}, {0.9, 2}}}, real, "2 quantiles are too few"},
      {Quantiles{{{0.1, 1}, {0.9, 2}, {0.5, 1.5}}}, real, "quantile p50 stands after p90"},
      {Quantiles{{{0.1, 1}, {0.5, 3}, {0.9, 2}}}, real, "quantile p90 = 2 is not above p50 = 3"},
      {Quantiles{{{0.0, 1}, {0.5, 2}, {0.9, 3}}}, real, "no quantile has probability 0"},
      {Quantiles{{{0.1, -1}, {0.5, 2}, {0.9, 3}}}, positive, "-1 is not possible"},
      {Normal{0, -1}, real, "standard deviation -1 is not possible"},
      {Normal{5, 1}, positive, "this normal can fall below 0 (the quantity is positive)"},
      {Normal{0.5, 0.1}, fraction, "(the quantity is a fraction)"},
      {Lognormal{0, 1}, positive, "median 0 is not possible"},
      {Lognormal{1, -1}, positive, "log standard deviation -1 is not possible"},
      {Lognormal{0.5, 0.2}, fraction, "this lognormal can fall above 1"},
      {Uniform{2, 2}, real, "the bounds 2 and 2 are empty"},
      {Uniform{-1, 2}, positive, "the lower bound -1 is not possible"},
      {Uniform{0.5, 1.5}, fraction, "the upper bound 1.5 is not possible"},
      {Triangular{1, 4, 3}, real, "the mode 4 lies outside its bounds"},
      {Pert{1, 0.5, 3}, real, "the mode 0.5 lies outside its bounds"},
      {Beta{0, 1, 0, 1}, real, "alpha 0 is not possible"},
      {Beta{1, -1, 0, 1}, real, "beta -1 is not possible"},
      {StudentT{2, 0, 1}, real, "2 degrees of freedom are too few"},
      {StudentT{4, 0, -1}, real, "scale -1 is not possible"},
      {Discrete{{{0, 0.7}, {1, 0.2}}}, real, "the probabilities sum to 0.9"},
      {Discrete{{{0, 1.2}, {1, -0.2}}}, real, "1.2 is no probability"},
      {Discrete{{{1, 0.5}, {1, 0.5}}}, real, "the value 1 is listed twice"},
      {Discrete{{}}, real, "the probabilities sum to 0"},
  };
}

TEST(Belief, IsRefusedWithAReasonAndAWayOut) {
  for (const Refused& refused : refused_beliefs()) {
    try {
      Marginal::from(refused.belief, refused.support);
      ADD_FAILURE() << "accepted, but: " << refused.problem;
    } catch (const BeliefError& error) {
      EXPECT_THAT(error.what(), HasSubstr(refused.problem));
      EXPECT_FALSE(error.suggestion().empty()) << error.what();
    }
  }
}

TEST(Belief, ScalesWithItsUnit) {
  const std::vector<Belief> beliefs = {
      Constant{2},
      Interval{1, 3, 0.9},
      Quantiles{{{0.05, 1}, {0.5, 2}, {0.95, 4}}},
      Normal{20, 1},
      Lognormal{2, 0.3},
      Uniform{1, 3},
      Triangular{1, 2, 4},
      Pert{1, 2, 4},
      Beta{2, 3, 1, 4},
      StudentT{5, 2, 0.5},
      Discrete{{{1, 0.7}, {2, 0.3}}},
  };
  for (const Belief& belief : beliefs) {
    const Support support = std::holds_alternative<StudentT>(belief) ? Support::real : Support::positive;
    const Marginal one = Marginal::from(belief, support);
    const Marginal thousand = Marginal::from(scaled(belief, 1000.0), support);
    for (double p : {0.001, 0.3, 0.5, 0.9, 0.999}) {
      EXPECT_NEAR(thousand.quantile(p), 1000.0 * one.quantile(p), 1e-9 * 1000.0 * std::abs(one.quantile(p)))
          << one.describe();
    }
  }
}

}  // namespace
}  // namespace wafercast
