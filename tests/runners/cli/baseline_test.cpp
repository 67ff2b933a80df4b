// The forecasts of the base scenario against those that are kept in results/baselines, so that no change of the program
// moves them unnoticed. Values are compared within their Monte Carlo errors, since compilers may differ in the last
// bits. results/baselines/README.md says how to make them again when they are meant to move.

#include <tests/runners/cli/program.hpp>

#include <cmath>

namespace wafercast {
namespace {

class Baseline : public testing::Program, public ::testing::WithParamInterface<std::string> {};

/// Twice a distribution's statistic with its Monte Carlo error: apart by how many combined errors?
double errors_apart(const nlohmann::json& a, const nlohmann::json& b) {
  const double difference = std::abs(a["value"].get<double>() - b["value"].get<double>());
  const double error = std::hypot(a["error"].get<double>(), b["error"].get<double>());
  return difference > 0.0 ? difference / error : 0.0;
}

TEST_P(Baseline, HeadlinesHaveNotMoved) {
  const testing::Outcome outcome =
      run("run " + base() + " --as-of " + GetParam() + " --paths 16384 --json --out result");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto now = nlohmann::json::parse(outcome.out);
  const std::filesystem::path baselines = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "results/baselines";
  const auto then = nlohmann::json::parse(testing::read_file(baselines / ("base-" + GetParam() + ".json")));
  ASSERT_EQ(now["scenario"]["horizon"], then["scenario"]["horizon"]);
  int compared = 0;
  for (const std::string metric :
       {"revenue", "data_center", "networking", "gaming", "gross_margin", "opex", "net_income", "eps", "inventory",
        "cash", "unit_sales", "backlog", "china_data_center"}) {
    for (const auto& [period, distribution] : then["metrics"][metric]["periods"].items()) {
      for (const std::string p : {"0.05", "0.5", "0.95"}) {
        const auto& before = distribution["quantiles"][p];
        const auto& after = now["metrics"][metric]["periods"][period]["quantiles"][p];
        EXPECT_LE(errors_apart(before, after), 5.0)
            << metric << " of " << period << ", p = " << p << ": " << before << " became " << after;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 300);
}

INSTANTIATE_TEST_SUITE_P(BaseScenario, Baseline, ::testing::Values("2024-11-21", "2025-02-27", "2026-09-10"),
                         [](const auto& instance) { return "In" + instance.param.substr(0, 4); });

}  // namespace
}  // namespace wafercast
