#include <engine/uncertainty/event.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace wafercast {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double activity(double first, double last, double start, double end, double ramp) {
  double result = 0.0;
  event_activity(first, last, {&start, 1}, {&end, 1}, {&ramp, 1}, {&result, 1});
  return result;
}

double risen(double t, double from, double ramp) {
  if (t < from) return 0.0;
  return ramp > 0.0 ? std::min(1.0, (t - from) / ramp) : 1.0;
}

/// The profile itself, averaged over 4000 moments of every day.
double brute_force(double first, double last, double start, double end, double ramp) {
  constexpr int moments = 4000;
  const int count = static_cast<int>((last - first) * moments);
  double sum = 0.0;
  for (int i = 0; i < count; ++i) {
    const double t = first + (i + 0.5) / moments;
    sum += risen(t, start, ramp) - risen(t, end, ramp);
  }
  return sum / count;
}

TEST(EventActivity, IsTheAverageOfItsProfile) {
  for (double start : {-300.0, -30.0, 0.0, 12.25, 60.0, 91.0, 200.0}) {
    for (double lasts : {0.0, 10.0, 45.5, 400.0}) {
      for (double ramp : {0.0, 1.0, 30.0, 91.0, 250.0}) {
        EXPECT_NEAR(activity(0, 91, start, start + lasts, ramp), brute_force(0, 91, start, start + lasts, ramp), 3e-6)
            << start << ' ' << lasts << ' ' << ramp;
      }
    }
  }
}

TEST(EventActivity, OfAStepCountsDays) {
  EXPECT_DOUBLE_EQ(activity(100, 191, 126, infinity, 0), 65.0 / 91.0);
  EXPECT_DOUBLE_EQ(activity(100, 191, 0, 126, 0), 26.0 / 91.0);
  EXPECT_DOUBLE_EQ(activity(100, 191, 110, 120, 0), 10.0 / 91.0);
}

TEST(EventActivity, TakesInfinities) {
  for (double ramp : {0.0, 1e-12, 10.0}) {
    EXPECT_EQ(activity(0, 91, infinity, infinity, ramp), 0.0);
    EXPECT_EQ(activity(0, 91, -infinity, infinity, ramp), 1.0);
    EXPECT_EQ(activity(0, 91, -infinity, -infinity, ramp), 0.0);
    EXPECT_EQ(activity(0, 91, -1000, infinity, ramp), 1.0);
  }
}

TEST(EventActivity, IsContinuousAsTheRampVanishes) {
  for (double ramp : {1e-3, 1e-9, 1e-30, 1e-200, 0.0}) {
    EXPECT_NEAR(activity(0, 91, 30, 60, ramp), 30.0 / 91.0, 1e-5) << ramp;
  }
}

TEST(EventActivity, QuartersAddUpToTheWhole) {
  double days = 0.0;
  for (int quarter = 0; quarter < 10; ++quarter) {
    days += 91.0 * activity(91.0 * quarter, 91.0 * (quarter + 1), 37.0, 437.0, 120.0);
  }
  EXPECT_NEAR(days, 400.0, 1e-10);
}

TEST(EventActivity, ThatEndsBeforeItStartsNeverActs) {
  EXPECT_EQ(activity(0, 91, 50, 20, 10), 0.0);
}

TEST(EventActivity, TreatsLanesAlike) {
  const std::vector<double> start = {-5, 10, infinity, 50, 90, 91, 30};
  const std::vector<double> end = {5, infinity, infinity, 55, 95, 99, 31};
  const std::vector<double> ramp = {0, 3, 10, 1, 7, 0, 200};
  std::vector<double> together(start.size());
  event_activity(0, 91, start, end, ramp, together);
  for (std::size_t i = 0; i < start.size(); ++i) EXPECT_EQ(together[i], activity(0, 91, start[i], end[i], ramp[i]));
}

}  // namespace
}  // namespace wafercast
