// The rule of a company's record alone, on a table that anybody may bring; and forecasts filed before the fact.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

#include <cmath>

namespace wafercast {
namespace {

class RecordCommand : public testing::Program {
 protected:
  /// A company that grows by 6 % a quarter, beats its outlook by 3 %, and calls things by names of its own.
  std::string table(int quarters, const std::string& header = "quarter,report_date,revenue,outlook") const {
    std::string rows = header + "\n";
    for (int q = 0; q < quarters; ++q) {
      const double revenue = 100.0 * std::exp(0.06 * q + (q % 2 == 0 ? 0.004 : -0.004));
      rows += fmt::format("{}Q{},{}-{:02}-15,{},{}\n", 2018 + q / 4, q % 4 + 1, 2018 + (q + 1) / 4, (q + 1) % 4 * 3 + 2,
                          revenue, revenue * std::exp(0.03));
    }
    return rows;
  }
  nlohmann::json scored(const std::string& options) const {
    const testing::Outcome outcome = run("backtest --record t.csv --json --out scores " + options);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? nlohmann::json::parse(outcome.out) : nlohmann::json();
  }
  static double crps(const nlohmann::json& scores, const std::string& method) {
    for (const auto& row : scores["scoreboard"]) {
      if (row["method"] == method && row["horizon"].is_null()) return row["crps"].get<double>();
    }
    ADD_FAILURE() << method;
    return 0.0;
  }
  std::string refusal(const std::string& rows, const std::string& options = "") const {
    testing::write_file(folder() / "t.csv", rows);
    const testing::Outcome outcome = run("backtest --record t.csv " + options);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  }
};

TEST_F(RecordCommand, ScoresTheRuleBesideBaselinesAndByOtherChoices) {
  testing::write_file(folder() / "t.csv", table(24));
  const nlohmann::json scores = scored("");
  EXPECT_LT(crps(scores, "rule"), 0.03);
  for (const char* method : {"rule_prequential", "rule_left_out", "rule_in_sample", "guided", "drift"}) {
    EXPECT_GT(crps(scores, method), 0.0);
  }
  EXPECT_LE(crps(scores, "rule_in_sample"), crps(scores, "rule") + 1e-9);
  EXPECT_EQ(scores["backtest"]["first_origin"], "FY20Q1") << "the ninth quarter";
}

TEST_F(RecordCommand, LaterRowsMoveNoForecast) {
  const auto first = [&](int quarters) {
    testing::write_file(folder() / "t.csv", table(quarters));
    const nlohmann::json scores = scored("--from FY20Q1 --to FY20Q1");
    nlohmann::json forecasts;
    for (const auto& forecast : scores["forecasts"]) {
      if (forecast["method"] == "rule") forecasts.push_back(forecast["quantiles"]);
    }
    return forecasts;
  };
  const nlohmann::json early = first(9);
  EXPECT_EQ(early, first(24));
  EXPECT_EQ(early.size(), 8U);
}

TEST_F(RecordCommand, TakesTheNamesAndTheDirectionThatItIsTold) {
  std::string rows = table(16, "period,day,sales,told");
  testing::write_file(folder() / "t.csv", rows);
  const std::string names = "--quarter period --published day --revenue sales --outlook told ";
  EXPECT_GT(crps(scored(names), "guided"), 0.0);
  EXPECT_GT(crps(scored(names + "--outlook-for-row"), "guided"), 0.0);
}

TEST_F(RecordCommand, SaysWhatIsWrongWithATable) {
  EXPECT_NE(refusal(table(16, "quarter,report_date,sales,outlook")).find("--revenue"), std::string::npos);
  EXPECT_NE(refusal(table(16), "--outlook outlok").find("did you mean 'outlook'"), std::string::npos);
  std::string gap = table(16);
  gap.erase(gap.find("2019Q1"), gap.find("2019Q2") - gap.find("2019Q1"));
  EXPECT_NE(refusal(gap).find("nothing between FY18Q4 and FY19Q2"), std::string::npos);
  std::string word = table(16);
  word.replace(word.find("2018Q3"), 6, "summer");
  EXPECT_NE(refusal(word).find("'summer' is no quarter"), std::string::npos);
  EXPECT_NE(refusal("quarter,report_date,revenue,outlook\n2024Q1,2024-05-01,-3,4\n").find("not above zero"),
            std::string::npos);
}

class FiledForecasts : public testing::Program {};

TEST_F(FiledForecasts, StandAsTheyWereFiledAndAreScoredWhenDataArrive) {
  const std::string file = "run " + base() + " --as-of 2025-08-28 --paths 640 --quiet --file";
  ASSERT_EQ(run(file).exit_code, 0);
  EXPECT_NE(run(file).err.find("filed already"), std::string::npos);
  ASSERT_EQ(run(file + "-again --seed 2").exit_code, 0);
  const std::string scored = run("backtest --filed " + base()).out;
  EXPECT_NE(scored.find("wafercast, version 2"), std::string::npos) << scored;
  EXPECT_NE(scored.find("FY26Q3"), std::string::npos) << scored;
  EXPECT_NE(scored.find("57.0"), std::string::npos) << "what FY26Q3 came to\n" << scored;

  const std::filesystem::path forecast = folder() / "results/forecasts/nvidia/2025-08-28/1/forecast.json";
  testing::write_file(forecast, testing::read_file(forecast) + " ");
  const testing::Outcome mended = run("backtest --filed " + base());
  EXPECT_EQ(mended.exit_code, 2);
  EXPECT_NE(mended.err.find("not what was filed"), std::string::npos) << mended.err;
}

}  // namespace
}  // namespace wafercast
