#include <runners/jobs/studies/expected_quarters.hpp>

#include <engine/insight/series_draws.hpp>
#include <engine/insight/waterfall.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

namespace wafercast {
namespace {

constexpr std::int64_t paths = 2048;
constexpr FiscalQuarter next(2027, 2);

Prepared forecast_as_of(const char* day, const Cuts& cuts = {}) {
  const std::filesystem::path base = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios/base.yaml";
  ScenarioRequest request{.file = base};
  request.read.as_of = *parse_date(day);
  request.read.cuts = cuts;
  return prepare(request);
}

double median_of(const Prepared& forecast, const std::string& metric, FiscalQuarter quarter) {
  const int row = find_series(forecast.plan, metric, Period::quarter(quarter));
  const Eigen::MatrixXd draws =
      draw_series(forecast.plan, *forecast.model, forecast.sampler(), {row}, paths, Threads{1});
  const auto values = values_of(draws, 0);
  return level_of({values.begin(), values.end()}).median;
}

class ExpectedQuarter : public ::testing::Test {
 protected:
  const Prepared earlier = forecast_as_of("2026-05-20");
  ExpectedQuarters expected = expected_quarters(earlier, next, paths, Threads{1});

  Prepared later() const {
    return forecast_as_of("2026-08-26", {.reported_as = expected.reported, .guided_as = expected.guided});
  }
};

TEST_F(ExpectedQuarter, IsTheMedianOfTheForecast) {
  EXPECT_EQ(expected.reported["revenue"][next], median_of(earlier, "revenue", next));
  EXPECT_FALSE(expected.reported["revenue"].contains(next + 1)) << "not reported yet";
  EXPECT_FALSE(expected.guided["revenue"].contains(next)) << "guided before";
  EXPECT_LT(expected.guided["revenue"][next + 1], median_of(earlier, "revenue", next + 1)) << "results beat outlooks";
}

TEST_F(ExpectedQuarter, HasAnOutlookThatLeavesTheNextForecastWhereItWas) {
  const double was = median_of(earlier, "revenue", next + 1);
  const double before = std::abs(median_of(later(), "revenue", next + 1) / was - 1.0);
  for (int round = 0; round < 2; ++round) move_outlook(earlier, later(), paths, Threads{1}, expected);
  const double after = std::abs(median_of(later(), "revenue", next + 1) / was - 1.0);
  EXPECT_LT(after, 0.003);
  EXPECT_LT(after, before);
}

}  // namespace
}  // namespace wafercast
