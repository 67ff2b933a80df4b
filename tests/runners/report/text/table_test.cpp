#include <tests/lines.hpp>
#include <tests/runners/report/sample.hpp>

#include <runners/report/text/brief.hpp>
#include <runners/report/text/table.hpp>
#include <runners/report/text/text_grid.hpp>

#include <sstream>

namespace wafercast {
namespace {

using testing::lines_of;

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::string table(const TableOptions& options = {}) {
  return forecast_table(test::sample_forecast(), test::sample_run(), options);
}

/// The lines of one section, from its heading to the next blank line.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t start = text.find("\n" + heading + "\n");
  return start == std::string::npos ? "" : text.substr(start + 1, text.find("\n\n", start + 1) - start);
}

TEST(ForecastTable, FitsAHundredColumnsWithoutTrailingBlanks) {
  for (const std::string& line : lines_of(table())) {
    EXPECT_LE(display_width(line), 100) << line;
    EXPECT_FALSE(line.ends_with(" ")) << line;
  }
}

TEST(ForecastTable, StartsWithWhatWasRun) {
  const auto lines = lines_of(table());
  EXPECT_EQ(lines[0], "Base case");
  EXPECT_EQ(lines[1], "as of 2025-03-31, FY26Q1 to FY27Q4, 6,400 paths, seed 1, scenarios/base.yaml");
}

TEST(ForecastTable, ShowsReportedGuidedAndForecastRows) {
  const std::string revenue = section(table(), "Revenue");
  EXPECT_THAT(revenue, ContainsRegex("bn USD +p5 +p25 +p50 +p75 +p95 +± p50 +on FY25Q4 +y/y +p1 +p99"));
  EXPECT_THAT(revenue, ContainsRegex("FY25Q4 +39\\.3 +\\+78% +reported"));
  EXPECT_THAT(revenue, ContainsRegex("FY26Q1 +43\\.0 +\\+9\\.3% +\\+65% +guided"));
  EXPECT_THAT(revenue,
              ContainsRegex("FY26Q1 +39\\.[0-9] +41\\.[0-9] +42\\.[0-9] +43\\.[0-9] +45\\.[0-9] +±0\\.0[0-9]"));
  EXPECT_THAT(revenue, ContainsRegex("FY26 +1[0-9][0-9]\\.[0-9] .*\\+4[0-9]% +.*█"));
  EXPECT_EQ(lines_of(revenue).size(), 2U + 2 + 8 + 2);
}

TEST(ForecastTable, ShowsBeliefsAndRecordEachAloneByYear) {
  const std::string alone = section(table(), "By beliefs alone, by the record alone, and by both");
  EXPECT_THAT(alone,
              ContainsRegex("Revenue +FY27 +210 \\(150–300\\) +260 \\(200–330\\) +2[0-9]+ \\([0-9–]+\\)  bn USD"));
  EXPECT_THAT(alone, ContainsRegex("Gross margin, non-GAAP +FY27 +70\\.0 \\(66\\.0–74\\.0\\) +73\\.0 .*  %"));
  EXPECT_EQ(lines_of(alone).size(), 2U + 3);
  RunDescription run = test::sample_run();
  run.beliefs_and_record = {};
  EXPECT_THAT(forecast_table(test::sample_forecast(), run, {}), Not(HasSubstr("alone")));
}

TEST(ForecastTable, ShowsWhatItTakesAndWhereThatIsNotBelieved) {
  const std::string takes = section(table(), "What it takes");
  EXPECT_THAT(takes, ContainsRegex("Cowos wafers +FY26 .*600.* \\(500.*–700.*\\) .*400"));
  EXPECT_THAT(takes, ContainsRegex("FY27 .* !  0\\.90 on 2025-03-01"));
  EXPECT_THAT(takes, HasSubstr("\n! the median lies outside nine in ten of what is believed\n"));
}

TEST(Brief, TellsOfEachYearWhatBeliefsAndRecordSayAlone) {
  const std::string brief = brief_table(test::sample_forecast(), test::sample_run(), {.columns = 80});
  EXPECT_THAT(brief,
              ContainsRegex("\nFY27: beliefs alone 210 \\(150–300\\), the record alone 260, together 2[0-9]+\\.\n"));
  EXPECT_THAT(brief, HasSubstr("\nFour quarters ahead beliefs fell short by 18% in 13 forecasts, and weigh 7%.\n"));
}

TEST(Brief, TellsWhyTheLastYearIsWhatItIs) {
  RunDescription run = test::sample_run();
  const auto told = [&] { return brief_table(test::sample_forecast(), run, {.columns = 140}); };
  EXPECT_THAT(told(), HasSubstr("\nWhy 248 in FY27: consensus 196, drivers as published −21, reported quarters +30, "
                                "the record +43.\n"));
  run.beliefs_and_record.bridges.pop_back();
  EXPECT_THAT(told(), HasSubstr("\nWhy 186 in FY26: drivers as published 180, reported quarters +6.\n"));
}

TEST(Brief, TellsBeforeAllFiguresWhereTheDataContradictBeliefs) {
  RunDescription run = test::sample_run();
  const auto told = [&] { return brief_table(test::sample_forecast(), run, {.columns = 100}); };
  const std::string first = lines_of(told())[3];
  EXPECT_THAT(first, HasSubstr("What has no name (chain.unexplained) multiplies FY27 by 1.38"));
  EXPECT_THAT(
      told(),
      HasSubstr("Beliefs that have one give way by 0.8 sd at most: cowos.capacity of FY27Q4 from 196.0 to 256.6"));
  run.beliefs_and_record.unnamed.reset();
  EXPECT_THAT(told(), HasSubstr("The data move most: cowos.capacity of FY27Q4"));
  run.beliefs_and_record.contradicted.clear();
  EXPECT_THAT(told(), Not(HasSubstr("move most")));
}

TEST(ForecastTable, ShowsMarginsInPercentAndPoints) {
  const std::string margin = section(table(), "Gross margin, non-GAAP");
  EXPECT_THAT(margin, ContainsRegex("\n% +p5"));
  EXPECT_THAT(margin, ContainsRegex("FY26Q1 +71\\.0 +−2\\.5pt +−7\\.9pt +guided"));
}

TEST(ForecastTable, LeavesOutMetricsThatThereAreNot) {
  RunDescription run = test::sample_run();
  run.headline = {"eps", "no_such_metric"};
  const std::string shown = forecast_table(test::sample_forecast(), run, {});
  EXPECT_THAT(shown, HasSubstr("Earnings per share, non-GAAP\nUSD per share"));
  EXPECT_THAT(shown, Not(HasSubstr("Revenue\n")));
}

TEST(ForecastTable, AnswersQuestions) {
  const std::string questions = section(table(), "Questions");
  EXPECT_THAT(questions, ContainsRegex("beats_guidance +3[0-9]\\.[0-9]% +±0\\.[0-9]+ +P\\(revenue"));
  EXPECT_THAT(questions,
              ContainsRegex("year_if_ban +1[0-9]+\\.[0-9] +2[0-9]+\\.[0-9] .*bn USD +revenue.* [0-9,]+ paths"));
  EXPECT_THAT(questions, HasSubstr("never: no path met its condition"));
}

TEST(ForecastTable, ShowsWhatBound) {
  const std::string bound = section(table(), "What bound, in how many of the paths");
  EXPECT_THAT(bound, ContainsRegex("█ packaging +▓ memory +▒ demand"));
  EXPECT_THAT(bound, ContainsRegex("FY26Q1 +[0-9]+% +[0-9]+% +[0-9]+% +(█)+(▓)+(▒)+"));
  EXPECT_THAT(bound, HasSubstr("less often or never: racks"));
}

TEST(ForecastTable, ShowsEventsAndAssumptions) {
  EXPECT_THAT(table(), ContainsRegex("export_tightening +2[0-9]\\.[0-9]% +±0\\.[0-9]+ +(█)+(░)+"));
  EXPECT_THAT(table(),
              ContainsRegex("cowos.capacity +65000 to 75000 \\(80%\\) wafer/month +2025-03-20 +TrendForce \\+1"));
  TableOptions options;
  options.assumptions = 0;
  EXPECT_THAT(table(options), Not(HasSubstr("cowos.capacity")));
}

TEST(ForecastTable, TellsOfFailedPaths) {
  Forecast forecast = test::sample_forecast(10);
  forecast.failed_paths = 2;
  forecast.first_failed_paths = {17, 400};
  EXPECT_THAT(forecast_table(forecast, test::sample_run(), {}), HasSubstr("2 of 640 paths failed"));
}

TEST(ForecastTable, HasColourOnlyIfAsked) {
  EXPECT_THAT(table(), Not(HasSubstr("\x1b")));
  TableOptions options;
  options.colours = Colours::ansi;
  EXPECT_THAT(table(options), HasSubstr("\x1b[1mBase case\x1b[0m"));
}

TEST(ForecastTable, OfNothingIsItsTitle) {
  RunDescription run = test::sample_run();
  run.assumptions.clear();
  run.beliefs_and_record = {};
  EXPECT_EQ(lines_of(forecast_table({}, run, {})).size(), 2U);
}

TEST(ForecastTable, StaysWithinItsWidthWhateverTheNames) {
  const std::string long_name(150, 'x');
  Forecast forecast = test::sample_forecast(10);
  for (Answer& answer : forecast.answers) answer.name = answer.text = long_name;
  for (EventFrequency& event : forecast.events) event.name = long_name;
  RunDescription run = test::sample_run();
  for (auto& [metric, constraint] : run.constraints) constraint += long_name;
  run.scenario = run.input.file = long_name;
  for (Assumption& assumption : run.assumptions) {
    assumption.driver = assumption.text = long_name;
    assumption.provenance = {long_name, long_name};
  }
  for (const std::string& line : lines_of(forecast_table(forecast, run, {})))
    EXPECT_LE(display_width(line), 100) << line;
}

}  // namespace
}  // namespace wafercast
