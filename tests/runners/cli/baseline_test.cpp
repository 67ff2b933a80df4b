// The forecasts of the base scenario against those that are kept in results/baselines, so that no change of the program
// moves them unnoticed. On the compiler and for the instruction set that made them every figure is the same to nine
// digits; on others paths may part in the last bits and quarters later, and the headlines are compared within their
// Monte Carlo errors. results/baselines/README.md says how to make them again when they are meant to move.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

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

/// Where a figure is not what it was, to nine digits, anywhere in the forecast.
std::vector<std::string> moved(const nlohmann::json& before, const nlohmann::json& after) {
  const nlohmann::json then = before.flatten(), now = after.flatten();
  std::vector<std::string> where;
  for (const auto& [path, value] : then.items()) {
    const bool same =
        now.contains(path) && (value.is_number_float() ? std::abs(value.get<double>() - now[path].get<double>()) <=
                                                             1e-9 * std::abs(value.get<double>())
                                                       : value == now[path]);
    if (!same)
      where.push_back(fmt::format("{}: {} became {}", path, value.dump(), now.value(path, nlohmann::json()).dump()));
  }
  if (now.size() > then.size())
    where.push_back(fmt::format("{} figures more than there were", now.size() - then.size()));
  return where;
}

TEST_P(Baseline, HeadlinesHaveNotMoved) {
  const testing::Outcome outcome =
      run("run " + base() + " --as-of " + GetParam() + " --paths 16384 --full --json --out result");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto now = nlohmann::json::parse(outcome.out);
  const std::filesystem::path baselines = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "results/baselines";
  const auto then = nlohmann::json::parse(testing::read_file(baselines / ("base-" + GetParam() + ".json")));
  ASSERT_EQ(now["scenario"]["horizon"], then["scenario"]["horizon"]);
  if (now["run"]["compiler"] == then["run"]["compiler"]) {
    for (const char* part : {"metrics", "questions", "learnt"}) {
      const auto where = moved(then[part], now[part]);
      EXPECT_THAT(where, ::testing::IsEmpty()) << part;
    }
    return;
  }
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
