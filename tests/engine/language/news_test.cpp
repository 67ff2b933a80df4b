// Readings that are cut part by part: each cut hides its own part and no other, and news leads from one day to another.

#include <tests/engine/language/support.hpp>

#include <engine/language/news.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::ElementsAre;

const std::string earlier = "2025-03-31";
const std::string later = "2025-06-30";

Date day(const std::string& text) {
  return parse_date(text).value();
}

std::filesystem::path fixture() {
  return test_folder() / "fixtures/base.yaml";
}

Scenario read(const std::string& as_of, const Cuts& cuts = {}) {
  ReadOptions options = options_as_of(as_of);
  options.cuts = cuts;
  return read_scenario(fixture(), options);
}

std::string readiness(const Scenario& scenario) {
  return driver(scenario, "racks.readiness").knots.at(0).value.text;
}

TEST(Cuts, ReportedFiguresWithoutTheOutlook) {
  const Scenario s = read(later, {.guided = day(earlier)});
  EXPECT_EQ(s.last_reported, FiscalQuarter(2026, 1));
  EXPECT_EQ(s.history.guided_at("revenue", FiscalQuarter(2026, 1)), 43e9);
  EXPECT_FALSE(s.history.guided_at("revenue", FiscalQuarter(2026, 2)));
}

TEST(Cuts, TheOutlookWithoutReportedFigures) {
  const Scenario s = read(later, {.reported = day(earlier)});
  EXPECT_EQ(s.last_reported, FiscalQuarter(2025, 4));
  EXPECT_EQ(s.history.guided_at("revenue", FiscalQuarter(2026, 2)), 45e9);
}

TEST(Cuts, OtherFiguresInThePlaceOfThoseThatWereTold) {
  const FiscalQuarter last(2026, 1);
  const Scenario told = read(later);
  const Scenario s =
      read(later, {.reported_as = {{"revenue", {{last, 40e9}}}}, .guided_as = {{"revenue", {{last + 1, 41e9}}}}});
  EXPECT_EQ(s.history.reported_at("revenue", last), 40e9);
  EXPECT_EQ(s.history.guided_at("revenue", last + 1), 41e9);
  EXPECT_EQ(s.history.reported_at("revenue", last - 1), told.history.reported_at("revenue", last - 1));
  ASSERT_TRUE(told.history.reported_at("gross_margin", last));
  EXPECT_FALSE(s.history.reported_at("gross_margin", last)) << "of the same quarter, and not named";
  EXPECT_NE(s.evidence_digest, told.evidence_digest) << "what was learnt from the one is nothing to the other";
}

TEST(Cuts, OneTable) {
  const Scenario s = read(later, {.tables = {{"capex", day(earlier)}}});
  EXPECT_EQ(driver(s, "microsoft.capex").knots.front().label, "2024Q3");
  EXPECT_EQ(driver(s, "microsoft.capex").knots.size() + 1, driver(read(later), "microsoft.capex").knots.size());
  EXPECT_EQ(driver(s, "cowos.capacity").knots.size(), driver(read(later), "cowos.capacity").knots.size());
  EXPECT_EQ(s.last_reported, FiscalQuarter(2026, 1));
}

TEST(Cuts, DatedBeliefsByThemselves) {
  EXPECT_EQ(readiness(read(later)), "90% to 99% (80%)");
  EXPECT_EQ(readiness(read(later, {.beliefs = day(earlier)})), "60% to 95% (80%)");
  EXPECT_EQ(readiness(read(later, {.events = day(earlier)})), "90% to 99% (80%)");
}

TEST(Cuts, DatedBeliefsAboutEventsByThemselves) {
  const Folder folder;
  ReadOptions options = options_as_of("2025-03-31");
  options.cuts.events = day("2025-01-01");
  const std::string body =
      "drivers: {a: {unit: fraction, dated: [{since: 2024-06-01, value: 1}, {since: 2025-02-01, value: 2}]}}\n"
      "events: {e: {window: as_of..end, effects: [{on: a, cut: 10%}],\n"
      "  dated: [{since: 2024-06-01, probability: 1%}, {since: 2025-02-01, probability: 2%}]}}\n";
  const Scenario s = read_scenario(folder.write("small.yaml", std::string(heading) + body), options);
  EXPECT_EQ(event(s, "e").probability, 0.01);
  EXPECT_EQ(describe(driver(s, "a").knots.at(0).value.belief), "constant 2");
}

TEST(Cuts, LaterThanTheAsOfDateShowNothingOfTheFuture) {
  const Date future = day("2031-01-01");
  Scenario cut = read(earlier, {future, future, future, future, {{"capex", future}, {"capacity", future}}});
  Scenario plain = read(earlier);
  plain.questions.clear();
  EXPECT_EQ(describe(cut), describe(plain));
}

TEST(Cuts, LeaveOutQuestionsWhichMayAskForWhatIsCut) {
  EXPECT_FALSE(read(later).questions.empty());
  EXPECT_TRUE(read(later, {.guided = day(earlier)}).questions.empty());
}

std::vector<std::string> titles(const std::vector<NewsItem>& news) {
  std::vector<std::string> titles;
  for (const NewsItem& item : news) titles.push_back(item.title);
  return titles;
}

TEST(News, NamesWhatBecamePublic) {
  const auto news = news_between(fixture(), options(), day(earlier), day(later));
  EXPECT_THAT(titles(news), ElementsAre("time passes", "reported quarter", "outlook for the next quarter",
                                        "data: capacity", "data: capex", "FY26 Q1 results"));
  EXPECT_THAT(news.at(3).details, ElementsAre("1 rows, the newest of 2025-06-28"));
  EXPECT_THAT(news.back().details, ElementsAre("racks.readiness"));
}

TEST(News, OfADayWithoutAnyIsThatTimePasses) {
  EXPECT_THAT(titles(news_between(fixture(), options(), day("2025-03-01"), day("2025-03-02"))),
              ElementsAre("time passes"));
}

TEST(News, LeadsToTheLaterDay) {
  const auto news = news_between(fixture(), options(), day(earlier), day(later));
  EXPECT_EQ(news.back().cuts, Cuts{});
  const Scenario first = read(later, news.front().cuts);
  EXPECT_EQ(first.last_reported, FiscalQuarter(2025, 4));
  EXPECT_EQ(readiness(first), readiness(read(earlier)));
  EXPECT_EQ(driver(first, "microsoft.capex").knots.size(), driver(read(earlier), "microsoft.capex").knots.size());
}

}  // namespace
}  // namespace wafercast::testing
