#include <tests/runners/report/backtest_sample.hpp>

#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/page.hpp>
#include <runners/report/html/markup.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

/// What the page holds for its programs.
nlohmann::json data_of(const std::string& page) {
  const std::string begins = "<script type=\"application/json\" id=\"data\">";
  const std::size_t at = page.find(begins) + begins.size();
  return nlohmann::json::parse(page.substr(at, page.find("</script>", at) - at));
}

TEST(BacktestPage, HoldsAFanAnOriginAndTheCalibrationOfEachMetric) {
  const nlohmann::json data = data_of(backtest_page(test::sample_backtest()));
  EXPECT_EQ(data["kind"], "backtest");
  ASSERT_EQ(data["metrics"].size(), 3U);
  for (const auto& metric : data["metrics"]) {
    EXPECT_EQ(metric["fans"].size(), 9U);
    EXPECT_GT(metric["pits"].size(), 0U);
    EXPECT_GT(metric["scores"].size(), 0U);
    EXPECT_EQ(metric["horizons"].size(), 4U);
  }
  EXPECT_GT(data["metrics"][2]["scores_uncharged"].size(), 0U) << "margins come twice";
  EXPECT_EQ(data["questions"].size(), 2U);
}

TEST(BacktestPage, FansHoldTheQuantilesOfTheirForecastsAndWhatCame) {
  const Backtest backtest = test::sample_backtest();
  const nlohmann::json data = data_of(backtest_page(backtest));
  const auto& first = data["metrics"][0]["fans"][0];
  EXPECT_EQ(first["origin"], "FY24Q1");
  ASSERT_EQ(first["quarters"].size(), 4U);
  ASSERT_EQ(first["baseline"].size(), 4U);
  for (const auto& quarter : first["quarters"]) {
    EXPECT_LT(quarter["p5"], quarter["p25"]);
    EXPECT_LT(quarter["p25"], quarter["p50"]);
    EXPECT_LT(quarter["p75"], quarter["p95"]);
  }
  const auto forecast = std::ranges::find(backtest.forecasts, backtest.method, &ScoredForecast::method);
  EXPECT_EQ(first["quarters"][0]["p50"], quantile_of(forecast->values, 0.5));
  EXPECT_EQ(first["quarters"][0]["outcome"], *forecast->outcome);
  EXPECT_TRUE(data["metrics"][0]["fans"][8]["quarters"][3]["outcome"].is_null()) << "not reported yet";
}

TEST(BacktestPage, SaysWhatItIsWorthInWords) {
  const std::string page = backtest_page(test::sample_backtest());
  EXPECT_THAT(page, HasSubstr("<h1>Backtest of Base case</h1>"));
  EXPECT_THAT(page, HasSubstr("against guided; the 90% interval held"));
}

TEST(BacktestPage, WritesNamesAsText) {
  Backtest backtest = test::sample_backtest();
  backtest.scenario = "<b>R&D</b>";
  backtest.questions[0].text = "\"x\" </script> 'y'";
  const std::string page = backtest_page(backtest);
  EXPECT_THAT(page, HasSubstr("<h1>Backtest of &lt;b&gt;R&amp;D&lt;/b&gt;</h1>"));
  EXPECT_NO_THROW(data_of(page));
}

TEST(BacktestPage, OfNothingIsItsTitle) {
  EXPECT_EQ(data_of(backtest_page({}))["metrics"].size(), 0U);
}

TEST(MarkupText, LeavesNoMarkup) {
  EXPECT_EQ(markup_text("a < b & c > \"d\" 'e'"), "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;");
}

}  // namespace
}  // namespace wafercast
