#include <tests/temporary_folder.hpp>

#include <runners/night_report/hub_export.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

class HubExport : public ::testing::Test {
 protected:
  static RunRecord record(const std::string& key, const std::string& file, double probability) {
    RunRecord run{
        .subject = {file, "", "Name"}, .key = {key, "s", "d", 1, 1000, "p"}, .as_of = *parse_date("2026-09-10")};
    Answer answer;
    answer.name = "q";
    answer.period = Period::year(2028);
    answer.probability = Estimate{probability, 0.01};
    run.forecast.answers = {answer};
    Distribution distribution;
    distribution.paths = 1000;
    for (const double p : reported_probabilities) distribution.quantiles[p] = {p, 0.1};
    run.forecast.metrics = {{"revenue", "USD", {{Period::year(2028), distribution}}}};
    return run;
  }

  test::TemporaryFolder made_;
  std::filesystem::path folder_ = made_.path();
};

/// Twice a day, equal names in two folders, two plans: every file has one row a key, and the newest forecast.
TEST_F(HubExport, HasOneRowAKeyAndProbabilitiesThatAddUp) {
  Store store((folder_ / "s.sqlite").string(), Database::Access::write);
  for (const PlanKey& plan : {PlanKey{"A", "/a"}, PlanKey{"B", "/b"}}) {
    const std::int64_t night = store.begin_night(plan, "program");
    for (const char* file : {"one/base.yaml", "two/base.yaml"}) {
      store.add_run(night, record(plan.name + file + "early", file, 0.25));
      store.add_run(night, record(plan.name + file + "late", file, 0.3));
    }
  }
  const auto files = hub_files(store);
  ASSERT_EQ(files.size(), 2U);
  for (const auto& [name, text] : files) {
    std::set<std::string> keys;
    std::map<std::string, double> sums;
    std::istringstream rows(text);
    std::string row;
    std::getline(rows, row);
    while (std::getline(rows, row)) {
      const auto comma = row.rfind(',');
      EXPECT_TRUE(keys.insert(row.substr(0, comma)).second) << name << ": " << row;
      const auto pmf = row.find(",pmf,");
      if (pmf != std::string::npos) sums[row.substr(0, pmf)] += std::stod(row.substr(comma + 1));
    }
    EXPECT_EQ(sums.size(), 2U);
    for (const auto& [key, sum] : sums) EXPECT_EQ(sum, 1.0) << key;
    EXPECT_THAT(text, HasSubstr("question:q,FY28,pmf,yes,0.3\n"));
    EXPECT_THAT(text, HasSubstr("two-base"));
  }
}

TEST_F(HubExport, TheNewestNightIsTheNewestForecast) {
  Store store((folder_ / "s.sqlite").string(), Database::Access::write);
  const auto night = [&](const std::string& key, double probability) {
    store.add_run(store.begin_night({"A", "/a"}, "program"), record(key, "base.yaml", probability));
  };
  night("as it was", 0.3);
  night("changed", 0.25);
  night("as it was", 0.3);  // changed back: the run is known
  EXPECT_THAT(hub_files(store).begin()->second, HasSubstr("question:q,FY28,pmf,yes,0.3\n"));
}

}  // namespace
}  // namespace wafercast
