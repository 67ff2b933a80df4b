#include <tests/engine/language/support.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

/// A driver with a record over the fixture's history: revenue guided 28, 32.5, 37.5 and 24 bn for the last quarters.
Belief record(const std::string& keys, const std::string& unit = "fraction") {
  const Folder folder;
  folder.copy_fixtures();
  const std::string text = "wafercast: scenario/1\nextends: base.yaml\ndrivers:\n  a:\n    unit: " + unit +
                           "\n    value: {record: {" + keys + "}}\n";
  return driver(read_scenario(folder.write("s.yaml", text), options()), "a").knots.at(0).value.belief;
}

std::string refusal(const std::string& keys, const std::string& unit = "fraction") {
  try {
    record(keys, unit);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

Normal normal(const Belief& belief) {
  return std::get<Normal>(belief);
}

struct MeanAndSd {
  double mean;
  double sd;
};

MeanAndSd plain_moments(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  for (const double v : values) squares += (v - sum / n) * (v - sum / n);
  return {sum / n, std::sqrt(squares / (n - 1))};
}

TEST(Record, LogSurprise) {
  const auto expected =
      plain_moments({std::log(39'331.0 / 37'500), std::log(35'082.0 / 32'500), std::log(30'040.0 / 28'000)});
  const Normal found = normal(record("of: log_surprise, metric: revenue, last: 3, widen: 1.5"));
  EXPECT_NEAR(found.mean, expected.mean, 1e-12);
  EXPECT_NEAR(found.sd, 1.5 * expected.sd, 1e-12);
}

TEST(Record, SurpriseInTheUnitOfTheMetric) {
  const auto expected = plain_moments({0.735 - 0.735, 0.750 - 0.750, 0.757 - 0.755, 0.789 - 0.77});
  EXPECT_NEAR(normal(record("of: surprise, metric: gross_margin, last: 4")).mean, expected.mean, 1e-12);
  EXPECT_NEAR(normal(record("of: surprise, metric: gross_margin, last: 4", "pt")).sd, 100 * expected.sd, 1e-10);
}

TEST(Record, LargeSurprisesAreLeftOut) {
  const auto expected = plain_moments({0.0, 0.0, 0.002});
  EXPECT_NEAR(normal(record("of: surprise, metric: gross_margin, last: 4, exclude_beyond: 1pt")).sd, expected.sd,
              1e-12);
}

TEST(Record, Growth) {
  const auto expected = plain_moments({std::log(39'331.0 / 35'082), std::log(35'082.0 / 30'040)});
  EXPECT_NEAR(normal(record("of: growth, metric: revenue, last: 2")).mean, expected.mean, 1e-12);
  EXPECT_NEAR(normal(record("of: growth, metric: revenue, last: 2", "fraction/quarter")).sd, expected.sd, 1e-12);
}

TEST(Record, TrendWeighsOlderQuartersLess) {
  const double newest = std::log(39'331.0 / 35'082), older = std::log(35'082.0 / 30'040);
  const Normal found = normal(record("of: growth, metric: revenue, last: 2, trend: 0.5"));
  const double mean = (newest + 0.5 * older) / 1.5;
  EXPECT_NEAR(found.mean, mean, 1e-12);
  const double scatter = (newest - mean) * (newest - mean) + 0.5 * (older - mean) * (older - mean);
  EXPECT_NEAR(found.sd, std::sqrt(scatter / (1.5 - 1.25 / 1.5)), 1e-12);
}

TEST(Record, Refusals) {
  EXPECT_THAT(refusal("of: log_surprise, metric: revenu, last: 3"), HasSubstr("did you mean 'revenue'?"));
  EXPECT_THAT(refusal("of: log_surprise, metric: revenue"), HasSubstr("a record needs 'last'"));
  EXPECT_THAT(refusal("of: log_surprise, metric: revenue, last: 1"), HasSubstr("2 or more quarters"));
  EXPECT_THAT(refusal("of: log_surprise, metric: revenue, last: 3, widen: 0"), HasSubstr("above zero"));
  EXPECT_THAT(refusal("of: log_surprise, metric: revenue, last: 3, trend: 2"), HasSubstr("at most 1"));
  EXPECT_THAT(refusal("of: surprise, metric: revenue, last: 3"), HasSubstr("does not convert"));
  EXPECT_THAT(refusal("of: log_surprise, metric: revenue, last: 3, exclude_beyond: 0.1%"),
              HasSubstr("too few quarters"));
}

}  // namespace
}  // namespace wafercast::testing
