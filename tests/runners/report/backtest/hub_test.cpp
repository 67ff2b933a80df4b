#include <tests/lines.hpp>
#include <tests/runners/report/backtest_sample.hpp>

#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/hub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace wafercast {
namespace {

using testing::lines_of;

using ::testing::HasSubstr;

class HubFiles : public ::testing::Test {
 protected:
  Backtest backtest = test::sample_backtest();
  std::map<std::string, std::string> files = hub_files(backtest);
};

TEST_F(HubFiles, AreOneAModelAndRound) {
  // Four methods with a file of metadata and nine origins, two files of target data, four of configuration.
  EXPECT_EQ(files.size(), 4U * (9 + 1) + 2 + 4);
  EXPECT_EQ(files.count("model-output/wafercast-simulation/2023-05-28-wafercast-simulation.csv"), 1U);
  EXPECT_EQ(files.count("model-output/wafercast-guided_margin/2025-05-25-wafercast-guided_margin.csv"), 1U);
}

TEST_F(HubFiles, HaveTheLevelsAndTheMedianOfEachTarget) {
  const auto lines = lines_of(files["model-output/wafercast-simulation/2023-05-28-wafercast-simulation.csv"]);
  ASSERT_EQ(lines.size(), 1U + 3 * 4 * 24);
  EXPECT_EQ(lines[0], "origin_date,scenario_id,target,target_end_date,output_type,output_type_id,value");
  EXPECT_THAT(lines[1], ::testing::StartsWith("2023-05-28,base_case,revenue,2023-07-30,quantile,0.01,"));
  EXPECT_THAT(lines[2], HasSubstr(",quantile,0.025,"));
  EXPECT_THAT(lines[23], HasSubstr(",quantile,0.99,"));
  EXPECT_THAT(lines[24], ::testing::StartsWith("2023-05-28,base_case,revenue,2023-07-30,median,NA,"));
  double before = 0.0;
  for (std::size_t i = 1; i <= 23; ++i) {
    const double value = std::stod(lines[i].substr(lines[i].rfind(',') + 1));
    EXPECT_GT(value, before);
    before = value;
  }
  EXPECT_EQ(std::stod(lines[24].substr(lines[24].rfind(',') + 1)), quantile_of(backtest.forecasts[0].values, 0.5));
}

TEST_F(HubFiles, PointForecastsHaveTheMedianOnly) {
  const auto lines = lines_of(files["model-output/wafercast-consensus/2023-05-28-wafercast-consensus.csv"]);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[1], HasSubstr(",median,NA,"));
}

TEST_F(HubFiles, TellWhatHappenedOnce) {
  // Three metrics in the nine quarters that were forecast and have been reported.
  const auto series = lines_of(files["target-data/time-series.csv"]);
  EXPECT_EQ(series[0], "target,target_end_date,observation");
  EXPECT_EQ(series.size(), 1U + 3 * 9);
  const auto oracle = lines_of(files["target-data/oracle-output.csv"]);
  EXPECT_EQ(oracle[0], "target,target_end_date,output_type,output_type_id,oracle_value");
  EXPECT_EQ(oracle.size(), 1U + 2 * 3 * 9);
  const double revenue = *backtest.record.reported_at("revenue", FiscalQuarter(2024, 2));
  for (const std::string& line : series) {
    if (line.starts_with("revenue,2023-07-30,")) {
      EXPECT_EQ(std::stod(line.substr(19)), revenue);
    }
  }
}

}  // namespace
}  // namespace wafercast
