#include <tests/runners/report/sample.hpp>

#include <runners/report/json/manifest.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

TEST(Manifest, HoldsWhatARerunNeeds) {
  Forecast forecast;
  forecast.paths = 640;
  forecast.failed_paths = 1;
  forecast.first_failed_paths = {17};
  RunDescription run = test::sample_run();
  run.input.paths = forecast.paths;
  const auto json = nlohmann::json::parse(manifest_json(forecast, run, {"forecast.json"}));
  EXPECT_EQ(json["scenario"]["hash"], "0123456789abcdef");
  EXPECT_EQ(json["scenario"]["as_of"], "2025-03-31");
  EXPECT_EQ(json["scenario"]["quarters"], 8);
  EXPECT_EQ(json["run"]["seed"], 1);
  EXPECT_EQ(json["run"]["paths"], 640);
  EXPECT_EQ(json["run"]["first_failed_paths"], nlohmann::json({17}));
  EXPECT_EQ(json["run"]["threads"], 2);
  EXPECT_EQ(json["run"]["elapsed_seconds"], 0.25);
  EXPECT_EQ(json["run"]["summary_digest"], "fedcba");
  EXPECT_EQ(json["program"]["compiler"], "g++ 12.2.0 -O3 -march=x86-64-v3");
  EXPECT_EQ(json["machine"], "two cores");
  EXPECT_EQ(json["arguments"], nlohmann::json({"run", "scenarios/base.yaml"}));
  EXPECT_EQ(json["inputs"][0]["digest"], "aa55");
  EXPECT_EQ(json["files"], nlohmann::json({"forecast.json", "manifest.json"}));
}

TEST(Manifest, NamesTheDataFolderOnlyWhereItIsNotTheScenariosOwn) {
  RunDescription run = test::sample_run();
  EXPECT_FALSE(nlohmann::json::parse(manifest_json({}, run, {}))["scenario"].contains("data_folder"));
  run.input.data_folder = "elsewhere";
  EXPECT_EQ(nlohmann::json::parse(manifest_json({}, run, {}))["scenario"]["data_folder"], "elsewhere");
}

TEST(Manifest, KeepsSeedsBeyondDoubles) {
  RunDescription run = test::sample_run();
  run.input.seed = 0xFFFFFFFFFFFFFFFFULL;
  EXPECT_EQ(nlohmann::json::parse(manifest_json({}, run, {}))["run"]["seed"], 0xFFFFFFFFFFFFFFFFULL);
}

}  // namespace
}  // namespace wafercast
