#pragma once

#include <tests/runners/store/postgres.hpp>
#include <tests/temporary_folder.hpp>

#include <runners/store/store.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>

namespace wafercast {

/// A store in a file, and on a server where one is installed.
class StoreTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (GetParam() == std::string("file")) {
      place_ = (folder_ / "store.sqlite").string();
      return;
    }
    std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    place_ = testing::new_database(name.substr(0, 60));
    if (place_.empty()) GTEST_SKIP() << "no PostgreSQL server is installed";
  }

  const std::string& place() const { return place_; }

  static Distribution distribution(double median) {
    Distribution d;
    d.paths = 1000;
    d.mean = {median, 1.0};
    d.sd = {10.0, 0.1};
    double step = -4.0;
    for (const double p : reported_probabilities) d.quantiles[p] = {median + 10.0 * step++, 0.5};
    return d;
  }

  static RunRecord record(const std::string& key, double median, const Subject& subject = {"base.yaml", "", "Base"}) {
    RunRecord run{
        .subject = subject, .key = {key, "s", "d", 1, 1000, "p"}, .as_of = *parse_date("2026-09-10"), .seconds = 2.0};
    run.inputs = {{"base.yaml", "1"}, {"data.csv", "2"}};
    run.forecast.metrics = {{"revenue", "USD", {{Period::year(2028), distribution(median)}}}};
    Answer answer;
    answer.name = "q";
    answer.unit = "USD";
    answer.period = Period::year(2028);
    answer.probability = Estimate{0.25, 0.01};
    run.forecast.answers = {answer};
    return run;
  }

  std::string place_;
  test::TemporaryFolder made_;
  std::filesystem::path folder_ = made_.path();
};

}  // namespace wafercast
