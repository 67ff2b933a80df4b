#include <tests/runners/report/backtest_sample.hpp>

#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/charts.hpp>
#include <runners/report/backtest/page.hpp>
#include <runners/report/html/svg.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace wafercast {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// Whether every element that is opened is closed, in order.
bool is_well_formed(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    const std::string tag = html.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" \n"));
    if (name == "!DOCTYPE" || name == "meta" || name == "br" || tag.ends_with('/')) continue;
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else if (!open.empty() && "/" + open.back() == name) {
      open.pop_back();
    } else {
      return false;
    }
  }
  return open.empty();
}

/// The points of the first element of a class.
std::vector<Point> points_of(const std::string& svg, const std::string& style) {
  const std::string start = "class=\"" + style + "\" points=\"";
  const std::size_t at = svg.find(start) + start.size();
  std::istringstream list(svg.substr(at, svg.find('"', at) - at));
  std::vector<Point> points;
  char comma = 0;
  for (Point point{}; list >> point.x >> comma >> point.y;) points.push_back(point);
  return points;
}

TEST(BacktestPage, IsWholeAndLoadsNothing) {
  const std::string page = backtest_page(test::sample_backtest());
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>"));
  EXPECT_TRUE(is_well_formed(page));
  for (const char* outside : {"<script", "http", "<link", "<img", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(page, Not(HasSubstr("nan")));
  EXPECT_FALSE(is_well_formed("<p><b></p></b>"));
}

TEST(BacktestPage, HasAFanAnOriginAndTheCalibrationOfEachMetric) {
  const std::string page = backtest_page(test::sample_backtest());
  EXPECT_EQ(count_of(page, "<polygon class=\"band90\""), 3 * 9);
  EXPECT_EQ(count_of(page, "aria-label=\"Histogram of the PIT"), 3);
  EXPECT_EQ(count_of(page, "<polygon class=\"chance\""), 3);
  EXPECT_EQ(count_of(page, "<h2>"), 4);
  EXPECT_EQ(count_of(page, "<div class=\"card\">"), 4) << "three metrics, margins twice";
  EXPECT_EQ(count_of(page, "<div class=\"gauge\">"), 18);
  EXPECT_THAT(page, HasSubstr("<h3>Without quarters struck by an inventory or export charge</h3>"));
  EXPECT_THAT(page, HasSubstr("struck by a charge</span>"));
}

TEST(BacktestPage, WritesNamesAsText) {
  Backtest backtest = test::sample_backtest();
  backtest.scenario = "<b>R&D</b>";
  backtest.questions[0].text = "\"x\" < 'y'";
  const std::string page = backtest_page(backtest);
  EXPECT_THAT(page, HasSubstr("<h1>Backtest of &lt;b&gt;R&amp;D&lt;/b&gt;</h1>"));
  EXPECT_TRUE(is_well_formed(page));
}

TEST(BacktestPage, OfNothingIsItsTitle) {
  EXPECT_TRUE(is_well_formed(backtest_page({})));
}

TEST(FanCharts, BandsContainTheMedianAndStartAtTheRecord) {
  const auto charts = fan_charts(test::sample_backtest(), "revenue");
  ASSERT_EQ(charts.size(), 9U);
  const auto median = points_of(charts[0], "median");
  const auto wide = points_of(charts[0], "band90");
  const auto narrow = points_of(charts[0], "band50");
  ASSERT_EQ(median.size(), 5U);
  ASSERT_EQ(wide.size(), 10U);
  EXPECT_NEAR(median[0].y, wide[0].y, 0.11);
  for (std::size_t h = 1; h < 5; ++h) {
    const std::size_t below = wide.size() - 1 - h;
    EXPECT_NEAR(median[h].x, wide[h].x, 0.01);
    EXPECT_LT(wide[h].y, narrow[h].y);
    EXPECT_LT(narrow[h].y, median[h].y);
    EXPECT_LT(median[h].y, narrow[below].y);
    EXPECT_LT(narrow[below].y, wide[below].y);
  }
}

TEST(FanCharts, ShowWhatWasReportedBeforeAndAfter) {
  const auto charts = fan_charts(test::sample_backtest(), "gross_margin");
  EXPECT_EQ(count_of(charts[0], "class=\"known-dot\""), 5);
  EXPECT_EQ(count_of(charts[0], "class=\"outcome\""), 4);
  EXPECT_EQ(count_of(charts[8], "class=\"outcome\""), 1);
  EXPECT_EQ(count_of(charts[5], "class=\"outcome charged\""), 1);
  Backtest without_record = test::sample_backtest();
  without_record.record = {};
  EXPECT_EQ(count_of(fan_charts(without_record, "gross_margin")[0], "class=\"outcome\""), 4);
}

TEST(PitChart, CountsOutcomesByTenth) {
  Backtest backtest;
  const auto add = [&](double outcome) {
    ScoredForecast one;
    one.method = "wafercast";
    one.metric = "margin";
    one.unit = "fraction";
    one.values = normal_values({0.5, 0.1}, 1000);
    one.outcome = outcome;
    backtest.forecasts.push_back(one);
  };
  for (const double outcome : {0.0, 0.1, 0.5 - 1e-6, 0.51, 0.52, 0.9}) add(outcome);
  EXPECT_THAT(pit_chart(backtest, "margin"), HasSubstr("PIT of margin: 2 0 0 0 0 3 0 0 0 1\""));
}

TEST(CalibrationChart, ClimbsFromNothingToAll) {
  const auto stairs = points_of(calibration_chart(test::sample_backtest(), "revenue"), "median");
  EXPECT_EQ(stairs.size(), 2U + 2 * 30);
  for (std::size_t i = 1; i < stairs.size(); ++i) {
    EXPECT_GE(stairs[i].x, stairs[i - 1].x);
    EXPECT_LE(stairs[i].y, stairs[i - 1].y);
  }
}

TEST(Axis, HasRoundTicks) {
  EXPECT_THAT(Axis(0.0, 10.0, 0.0, 1.0).ticks(5), ElementsAre(0.0, 2.0, 4.0, 6.0, 8.0, 10.0));
  EXPECT_THAT(Axis(71.2, 76.9, 0.0, 1.0).ticks(4), ElementsAre(72.0, 73.0, 74.0, 75.0, 76.0));
  EXPECT_THAT(Axis(-0.12, 0.27, 0.0, 1.0).ticks(4), ElementsAre(-0.1, 0.0, 0.1, 0.2));
  EXPECT_THAT(Axis(10.0, 20.0, 100.0, 0.0).pixel(12.5), DoubleNear(75.0, 1e-12));
}

TEST(MarkupText, LeavesNoMarkup) {
  EXPECT_EQ(markup_text("a < b & c > \"d\" 'e'"), "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;");
}

}  // namespace
}  // namespace wafercast
