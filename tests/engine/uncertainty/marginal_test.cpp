#include <engine/random/normal.hpp>
#include <engine/uncertainty/marginal.hpp>

#include <gtest/gtest.h>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace wafercast {
namespace {

using Exact = std::function<double(double below, double above)>;  ///< Q, from the probabilities on both sides

/// A Boost.Math distribution, asked on the side where the probability is small.
template <class Distribution>
Exact boost_quantile(Distribution distribution, double shift = 0.0, double scale = 1.0) {
  return [=](double below, double above) {
    return shift + scale * (below < above ? quantile(distribution, below) : quantile(complement(distribution, above)));
  };
}

struct Family {
  std::string name;
  Belief belief;
  Support support;
  Exact exact;
  double mean;
};

std::vector<Family> closed_families() {
  namespace bm = boost::math;
  const double log_sd = std::log(3.0) / 2.0 / normal_quantile(0.95);
  return {
      {"normal", Normal{3, 2}, Support::real, boost_quantile(bm::normal(3, 2)), 3.0},
      {"interval", Interval{1, 3, 0.9}, Support::real, boost_quantile(bm::normal(2, 1 / normal_quantile(0.95))), 2.0},
      {"lognormal", Lognormal{3, 0.5}, Support::positive, boost_quantile(bm::lognormal(std::log(3.0), 0.5)),
       3.0 * std::exp(0.125)},
      {"positive interval", Interval{1, 3, 0.9}, Support::positive,
       boost_quantile(bm::lognormal(std::log(3.0) / 2, log_sd)), std::sqrt(3.0) * std::exp(log_sd * log_sd / 2)},
  };
}

std::vector<Family> table_families() {
  namespace bm = boost::math;
  return {
      {"uniform", Uniform{1, 3}, Support::real, boost_quantile(bm::uniform(1, 3)), 2.0},
      {"triangular", Triangular{1, 2, 4}, Support::real, boost_quantile(bm::triangular(1, 2, 4)), 7.0 / 3},
      {"rising", Triangular{1, 4, 4}, Support::real, boost_quantile(bm::triangular(1, 4, 4)), 3.0},
      {"falling", Triangular{1, 1, 4}, Support::real, boost_quantile(bm::triangular(1, 1, 4)), 2.0},
      {"narrow rise", Triangular{1, 1.001, 4}, Support::real, boost_quantile(bm::triangular(1, 1.001, 4)), 6.001 / 3},
      {"pert", Pert{1, 2, 4}, Support::real, boost_quantile(bm::beta_distribution<>(1 + 4.0 / 3, 1 + 8.0 / 3), 1, 3),
       13.0 / 6},
      {"beta", Beta{2, 3, 0, 1}, Support::fraction, boost_quantile(bm::beta_distribution<>(2, 3)), 0.4},
      {"arcsine", Beta{0.5, 0.5, 0, 1}, Support::fraction,
       [](double below, double above) {
         const double s = std::sin(boost::math::constants::half_pi<double>() * std::min(below, above));
         return below < above ? s * s : 1 - s * s;
       },
       0.5},
      {"narrow beta", Beta{300, 200, 0, 1}, Support::fraction, boost_quantile(bm::beta_distribution<>(300, 200)), 0.6},
      {"student 3", StudentT{3, 1, 2}, Support::real, boost_quantile(bm::students_t(3), 1, 2), 1.0},
      {"student 30", StudentT{30, 1, 2}, Support::real, boost_quantile(bm::students_t(30), 1, 2), 1.0},
  };
}

TEST(Marginal, OfClosedFormIsExact) {
  for (const Family& family : closed_families()) {
    const Marginal marginal = Marginal::from(family.belief, family.support);
    for (double z = -6.34; z <= 6.34; z += 0.01) {
      const double exact = family.exact(normal_cdf(z), normal_cdf(-z));
      EXPECT_NEAR(marginal.at(z), exact, 1e-13 * (1.0 + std::abs(exact))) << family.name << " at " << z;
    }
    EXPECT_NEAR(marginal.mean(), family.mean, 1e-13 * family.mean) << family.name;
  }
}

TEST(Marginal, OfLogitNormalIsExact) {
  const Marginal marginal = Marginal::from(Interval{0.1, 0.3, 0.8}, Support::fraction);
  const double low = std::log(0.1 / 0.9), high = std::log(0.3 / 0.7);
  for (double z = -6.34; z <= 6.34; z += 0.01) {
    const double logit = (low + high) / 2 + (high - low) / 2 * z / normal_quantile(0.9);
    EXPECT_NEAR(marginal.at(z), 1.0 / (1.0 + std::exp(-logit)), 1e-14);
  }
}

// The stated bound of QuantileTable.
TEST(Marginal, OfTableKeepsItsErrorBound) {
  for (const Family& family : table_families()) {
    const Marginal marginal = Marginal::from(family.belief, family.support);
    const double median = family.exact(0.5, 0.5);
    const double spread = family.exact(0.95, 0.05) - family.exact(0.05, 0.95);
    double worst = 0.0;
    for (double z = -6.34; z <= 6.34; z += 0.0017) {
      const double exact = family.exact(normal_cdf(z), normal_cdf(-z));
      worst = std::max(worst, std::abs(marginal.at(z) - exact) / (std::abs(exact - median) + spread));
    }
    EXPECT_LT(worst, std::holds_alternative<StudentT>(family.belief) ? 1e-7 : 1e-8) << family.name;
    EXPECT_NEAR(marginal.mean(), family.mean, 1e-8 * (spread + std::abs(family.mean))) << family.name;
  }
}

TEST(Marginal, NeverDecreases) {
  std::vector<Family> families = table_families();
  for (Family& family : closed_families()) families.push_back(std::move(family));
  families.push_back({"discrete", Discrete{{{2, 0.25}, {1, 0.5}, {5, 0.25}}}, Support::real, {}, 0.0});
  for (const Family& family : families) {
    const Marginal marginal = Marginal::from(family.belief, family.support);
    double before = marginal.at(-9.0);
    for (double z = -9.0; z <= 9.0; z += 0.0013) {
      const double x = marginal.at(z);
      EXPECT_GE(x, before - 1e-15 * std::abs(before)) << family.name << " at " << z;
      before = x;
    }
  }
}

TEST(Marginal, StaysWithinItsBounds) {
  for (const Belief& belief :
       std::vector<Belief>{Uniform{1, 3}, Triangular{1, 2, 3}, Pert{1, 2, 3}, Beta{.3, .2, 1, 3}}) {
    const Marginal marginal = Marginal::from(belief, Support::positive);
    for (double z : {-40.0, -8.0, -6.34, 6.34, 8.0, 40.0}) {
      EXPECT_GE(marginal.at(z), 1.0);
      EXPECT_LE(marginal.at(z), 3.0);
    }
  }
}

TEST(Marginal, IntervalsKeepTheirCoverage) {
  for (Support support : {Support::real, Support::positive, Support::fraction}) {
    for (double coverage : {0.5, 0.8, 0.9, 0.99}) {
      const Marginal marginal = Marginal::from(Interval{0.2, 0.7, coverage}, support);
      EXPECT_NEAR(marginal.quantile(0.5 - coverage / 2), 0.2, 1e-13);
      EXPECT_NEAR(marginal.quantile(0.5 + coverage / 2), 0.7, 1e-13);
    }
  }
}

TEST(Marginal, DiscreteStepsAtItsThresholdsThroughExactValues) {
  const Marginal marginal =
      Marginal::from(Discrete{{{0.3, 0.2}, {0.1, 0.7}, {0.9, 0.0}, {0.7, 0.1}}}, Support::fraction);
  EXPECT_EQ(marginal.quantile(0.6999), 0.1);
  EXPECT_EQ(marginal.quantile(0.7001), 0.3);
  EXPECT_EQ(marginal.quantile(0.8999), 0.3);
  EXPECT_EQ(marginal.quantile(0.9001), 0.7);
  EXPECT_EQ(marginal.at(8.0), 0.7);
  EXPECT_NEAR(marginal.mean(), 0.2, 1e-15);
}

TEST(Marginal, WithoutSpreadIsAConstant) {
  for (const Belief& belief : std::vector<Belief>{Constant{3}, Normal{3, 0}, Lognormal{3, 0}, StudentT{4, 3, 0},
                                                  Discrete{{{3, 1}}}, Discrete{{{3, 1}, {4, 0}}}}) {
    const Marginal marginal = Marginal::from(belief, Support::positive);
    EXPECT_TRUE(marginal.is_constant());
    EXPECT_EQ(marginal.at(-5.0), 3.0);
    EXPECT_EQ(marginal.mean(), 3.0);
    EXPECT_EQ(marginal.describe(), "3");
  }
  EXPECT_FALSE(Marginal::from(Normal{3, 1e-9}, Support::real).is_constant());
}

TEST(Marginal, OfALaneDoesNotDependOnItsPosition) {
  std::vector<Family> families = table_families();
  for (Family& family : closed_families()) families.push_back(std::move(family));
  families.push_back({"logit-normal", Interval{0.2, 0.7, 0.9}, Support::fraction, {}, 0.0});
  for (const Family& family : families) {
    const Marginal marginal = Marginal::from(family.belief, family.support);
    for (const std::size_t count : {1U, 3U, 4U, 15U, 16U, 17U, 64U, 67U}) {
      std::vector<double> lanes(count);
      for (std::size_t i = 0; i < count; ++i) lanes[i] = -3.0 + 0.1 * static_cast<double>(i);
      const std::vector<double> z = lanes;
      marginal.apply(lanes);
      for (std::size_t i = 0; i < count; ++i) {
        double alone = z[i];
        marginal.apply({&alone, 1});
        EXPECT_EQ(lanes[i], alone) << family.name;
        const double exact = marginal.at(z[i]);
        EXPECT_NEAR(lanes[i], exact, 3e-7 * std::abs(exact)) << family.name;
      }
    }
  }
}

TEST(Marginal, DescribesItself) {
  EXPECT_EQ(Marginal::from(Interval{65000, 75000, 0.9}, Support::positive).describe(),
            "lognormal, median 69821.2, p5 65000, p95 75000");
  EXPECT_EQ(Marginal::from(Uniform{0, 1}, Support::real).describe(), "uniform, median 0.5, p5 0.05, p95 0.95");
}

}  // namespace
}  // namespace wafercast
