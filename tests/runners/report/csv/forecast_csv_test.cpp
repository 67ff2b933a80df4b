#include <tests/lines.hpp>
#include <tests/runners/report/sample.hpp>

#include <runners/report/csv/forecast_csv.hpp>

#include <sstream>

namespace wafercast {
namespace {

using testing::lines_of;

std::string line_that_starts(const std::string& csv, const std::string& start) {
  for (const std::string& line : lines_of(csv)) {
    if (line.starts_with(start)) return line;
  }
  return {};
}

TEST(ForecastCsv, HasOneNumberARow) {
  const Forecast forecast = test::sample_forecast(10);
  const std::string csv = forecast_csv(forecast);
  const auto lines = lines_of(csv);
  EXPECT_EQ(lines[0], "metric,period,statistic,value,error,unit");
  // 9 metrics × 10 periods × 13 statistics, two probabilities and two distributions.
  EXPECT_EQ(lines.size(), 1U + 9 * 10 * 13 + 2 + 2 * 13);
  for (const std::string& line : lines) EXPECT_EQ(std::count(line.begin(), line.end(), ','), 5) << line;
}

TEST(ForecastCsv, NumbersReadBackTheSame) {
  const Forecast forecast = test::sample_forecast(10);
  const Distribution& quarter = forecast.metrics[0].periods.at(Period::quarter(FiscalQuarter(2026, 1)));
  const std::string csv = forecast_csv(forecast);
  const std::string start = "revenue,FY26Q1,q0.05,";
  const std::string line = line_that_starts(csv, start);
  std::size_t digits = 0;
  EXPECT_EQ(std::stod(line.substr(start.size()), &digits), quarter.quantiles.at(0.05).value);
  EXPECT_EQ(std::stod(line.substr(start.size() + digits + 1)), quarter.quantiles.at(0.05).error);
  EXPECT_TRUE(line.ends_with(",USD"));
}

TEST(ForecastCsv, HasAnswersAndLeavesUnknownErrorsEmpty) {
  const std::string csv = forecast_csv(test::sample_forecast(10));
  EXPECT_TRUE(line_that_starts(csv, "question:beats_guidance,FY26Q1,probability,0.").ends_with(",probability"));
  EXPECT_TRUE(line_that_starts(csv, "question:year_if_ban,FY27,q0.5,").ends_with(",USD"));
  EXPECT_TRUE(line_that_starts(csv, "gross_margin,FY27,max,").ends_with(",,fraction"));
}

TEST(ForecastCsv, QuotesWhatNeedsIt) {
  Forecast forecast;
  Distribution one;
  one.paths = 1;
  forecast.metrics = {{"a,\"b\"", "USD", {{Period::year(2026), one}}}};
  EXPECT_NE(forecast_csv(forecast).find("\"a,\"\"b\"\"\",FY26,mean,0,0,USD"), std::string::npos);
}

}  // namespace
}  // namespace wafercast
