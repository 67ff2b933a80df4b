// `wafercast spread` and `wafercast why`: they print, add up, and refuse what cannot be explained.

#include <tests/runners/cli/program.hpp>

#include <cmath>
#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

class Explain : public testing::Program {
 protected:
  Explain() {
    copy_scenarios();
    // Fewer members learn the same in a fraction of the time.
    testing::write_file(folder() / "quick.yaml",
                        "wafercast: scenario/1\nname: Quick\nextends: base.yaml\n"
                        "observe: {condition: {members: 1024}}\n");
  }

  nlohmann::json parsed(const std::string& arguments) const {
    const testing::Outcome outcome = run(arguments + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out);
  }

  void expect_refused(const std::string& arguments, const std::string& reason) const {
    SCOPED_TRACE(arguments);
    const testing::Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr(reason));
  }

  const std::string why = "why quick.yaml --from 2024-11-21 --to 2025-02-27 --paths 2000";
  const std::string spread = "spread quick.yaml --as-of 2025-02-27 --paths 2048";
};

TEST_F(Explain, SpreadPrintsSharesThatAddUp) {
  const testing::Outcome outcome = run(spread);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Revenue, FY27: mean"));
  EXPECT_THAT(outcome.out, HasSubstr("Gross margin, non-GAAP, FY27: mean"));
  EXPECT_THAT(outcome.out, HasSubstr("demand, hyperscalers"));
  EXPECT_THAT(outcome.out, HasSubstr("sum                    100.0%"));
  const auto json = parsed(spread + " --metric revenue --period FY26Q1 FY26");
  ASSERT_EQ(json["series"].size(), 2u);
  for (const auto& series : json["series"]) {
    double sum = series["remainder"]["value"];
    for (const auto& share : series["shares"]) sum += share["value"].get<double>();
    EXPECT_NEAR(sum, 1.0, 1e-9);
  }
}

TEST_F(Explain, AFigureIsExplainedByStepsThatAddUp) {
  const std::string figure = "explain quick.yaml 'revenue[FY26]' --as-of 2025-02-27";
  const testing::Outcome outcome = run(figure);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* said :
       {"revenue[FY26], median, bn USD: why", "  reported quarters ", "  the record ", "  the forecast "})
    EXPECT_THAT(outcome.out, HasSubstr(said));
  const auto bridge = parsed(figure)["bridges"][0];
  double level = bridge["published"];
  for (const auto& step : bridge["steps"]) level += step["change"].get<double>();
  EXPECT_NEAR(level / bridge["forecast"].get<double>(), 1.0, 1e-12);
  expect_refused("explain quick.yaml 'revenue[FY40]' --as-of 2025-02-27", "no period in which revenue is forecast");
  expect_refused("explain quick.yaml 'sales[FY26]' --as-of 2025-02-27", "the model has no metric 'sales'");
}

TEST_F(Explain, WhyPrintsAWaterfallThatAddsUp) {
  const testing::Outcome outcome = run(why);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Revenue, FY26, bn USD"));
  EXPECT_THAT(outcome.out, HasSubstr("Gross margin, non-GAAP, FY26, %"));
  EXPECT_THAT(outcome.out, HasSubstr("document A, article on the FY25 Q4 results: "));
  const auto told = parsed(why);
  for (const auto& metric : told["metrics"]) {
    double level = metric["from"]["value"];
    for (const auto& step : metric["steps"]) level += step["change"]["value"].get<double>();
    EXPECT_NEAR(level, metric["to"]["value"].get<double>(), 1e-12 * std::abs(level));
  }
}

/// A quarter without its outlook would be no forecast: it would fall by two fifths, and the outlook would bring it
/// back.
TEST_F(Explain, WhyHoldsWhatWasReportedAgainstWhatWasExpected) {
  const auto told = parsed(why);
  EXPECT_EQ(told["notes"].size(), 0U);
  for (const auto& metric : told["metrics"]) {
    const auto& steps = metric["steps"];
    EXPECT_EQ(steps[0]["news"], "time passes, with quarters as expected");
    EXPECT_EQ(steps[1]["news"], "reported quarter, against what was expected");
    EXPECT_EQ(steps[2]["news"], "outlook, against what was expected");
    const double level = metric["from"]["value"];
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_LT(std::abs(steps[i]["change"]["value"].get<double>()), 0.08 * level) << i;
  }
}

TEST_F(Explain, WhyNamesTheWeekMoreOfAYear) {
  const auto told = parsed("why quick.yaml --from 2026-05-20 --to 2026-05-25 --paths 2000 --period FY28");
  ASSERT_EQ(told["notes"].size(), 1U);
  EXPECT_THAT(told["notes"][0].get<std::string>(), HasSubstr("FY27Q4 has 14 weeks, FY27 has 53."));
}

/// The new level is that of the later day seen by itself.
TEST_F(Explain, WhyArrivesWhereTheLaterDayStands) {
  const auto arrived = parsed(why)["metrics"][0]["to"]["value"].get<double>();
  const auto stays = parsed("why quick.yaml --from 2025-02-27 --to 2025-02-28 --paths 2000 --period FY26");
  EXPECT_EQ(arrived, stays["metrics"][0]["from"]["value"].get<double>());
}

std::vector<std::string> news_of(const nlohmann::json& metric) {
  std::vector<std::string> news;
  for (const auto& step : metric["steps"]) news.push_back(step["news"]);
  return news;
}

/// Capital expenditure that becomes public between the two days moves its own bar, and none before it.
TEST_F(Explain, ADatumMovesItsOwnBar) {
  const std::string weeks = "why quick.yaml --from 2025-01-20 --to 2025-02-04 --paths 2000 --metric revenue";
  const auto before = parsed(weeks)["metrics"][0];
  std::istringstream lines(testing::read_file(folder() / "data/drivers/hyperscaler_capex.csv"));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const bool is_new = line.starts_with("META,2024Q4") || line.starts_with("MSFT,2024Q4");
    const auto at = line.find(",,");
    if (is_new && at != std::string::npos) line.at(at + 2) = '2';  // 14.4 becomes 24.4
    text += line + "\n";
  }
  testing::write_file(folder() / "data/drivers/hyperscaler_capex.csv", text);
  const auto after = parsed(weeks)["metrics"][0];
  const auto news = news_of(before);
  ASSERT_EQ(news_of(after), news);
  const auto capex = static_cast<std::size_t>(std::ranges::find(news, "data: capex") - news.begin());
  ASSERT_LT(capex, news.size());
  for (std::size_t i = 0; i < capex; ++i) EXPECT_EQ(after["steps"][i], before["steps"][i]) << news[i];
  EXPECT_NE(after["steps"][capex]["change"], before["steps"][capex]["change"]);
}

TEST_F(Explain, RefusesWhatIsNotForecast) {
  expect_refused(spread + " --metric revenu", "did you mean 'revenue'?");
  expect_refused(spread + " --period FY31", "'FY31' is no period in which revenue is forecast; there are FY26Q1");
  expect_refused(why + " --metric gros_margin", "did you mean 'gross_margin'?");
  expect_refused(why + " --period FY25", "there are FY26Q1");
  expect_refused("why quick.yaml --from 2025-02-27 --to 2024-11-21", "is not before --to");
  expect_refused("why quick.yaml --from 2025-02-27", "--to");
  expect_refused("why quick.yaml --from soon --to 2025-02-27", "is no date");
}

}  // namespace
}  // namespace wafercast
