#include <tests/engine/forecast/summary_fixture.hpp>

#include <engine/forecast/probability.hpp>

namespace wafercast {
namespace {

using test::empty_summary;
using test::some_block;

class SummaryQuestion : public ::testing::Test {
 protected:
  SummaryQuestion() {
    Summary summary = empty_summary();
    for (int index = 0; index < 10; ++index) summary.consume(some_block(index));
    summary.finish();
    forecast = summary.forecast();
  }

  const Answer& answer(const std::string& name) const {
    for (const Answer& candidate : forecast.answers) {
      if (candidate.name == name) return candidate;
    }
    throw std::out_of_range(name);
  }

  template <class Condition>
  static int count(Condition condition) {
    int hits = 0;
    for (int index = 0; index < 10; ++index) {
      const SeriesBlock block = some_block(index);
      for (int lane = 0; lane < block_lanes; ++lane) hits += condition(block, lane);
    }
    return hits;
  }

  Forecast forecast;
};

bool banned(const SeriesBlock& block, int lane) {
  return block.happened[0][lane] != 0.0;
}
bool beats(const SeriesBlock& block, int lane) {
  return block.values[0][lane] > 4.2e10;
}

TEST_F(SummaryQuestion, CountsPathsBeyondTheThreshold) {
  EXPECT_EQ(answer("beats").paths, 640);
  EXPECT_EQ(answer("beats").probability->value, count(beats) / 640.0);
  EXPECT_DOUBLE_EQ(answer("beats").probability->value + answer("misses").probability->value, 1.0);
  EXPECT_EQ(answer("beats").text, "beats as written");
  EXPECT_EQ(answer("beats").metric, "revenue");
  EXPECT_FALSE(answer("beats").distribution);
}

TEST_F(SummaryQuestion, ConditionsOnAnEvent) {
  const int asked = count(banned);
  const int hits = count([](const SeriesBlock& block, int lane) { return banned(block, lane) && beats(block, lane); });
  EXPECT_EQ(answer("beats_if_ban").paths, asked);
  EXPECT_EQ(answer("beats_if_ban").probability->value, static_cast<double>(hits) / asked);
}

TEST_F(SummaryQuestion, ConditionalDistributionsAddUpToTheWhole) {
  const Distribution& all = *answer("year").distribution;
  const Distribution& with = *answer("year_if_ban").distribution;
  const Distribution& without = *answer("year_if_not").distribution;
  EXPECT_EQ(with.paths + without.paths, all.paths);
  const double total =
      with.mean.value * static_cast<double>(with.paths) + without.mean.value * static_cast<double>(without.paths);
  EXPECT_NEAR(total / static_cast<double>(all.paths) / all.mean.value, 1.0, 1e-14);
  EXPECT_LT(with.quantiles.at(0.5).value, without.quantiles.at(0.5).value);
  EXPECT_EQ(std::max(with.maximum, without.maximum), all.maximum);
}

TEST_F(SummaryQuestion, CountsEvents) {
  ASSERT_EQ(forecast.events.size(), 2U);
  EXPECT_EQ(forecast.events[0].name, "ban");
  EXPECT_EQ(forecast.events[0].probability.value, count(banned) / 640.0);
}

// Of the paths with a ban, those without a tariff: both conditions hold.
TEST_F(SummaryQuestion, SeveralConditionsHoldTogether) {
  PlannedQuestion both = test::some_questions()[4];
  both.question.given = {{"ban", true}, {"tariff", false}};
  both.given_events = {0, 1};
  Summary summary(test::some_series(), {"ban", "tariff"}, {both});
  std::int64_t meeting = 0;
  for (int index = 0; index < 20; ++index) {
    const SeriesBlock block = some_block(index);
    for (int lane = 0; lane < block_lanes; ++lane)
      meeting += block.happened[0][lane] != 0.0 && block.happened[1][lane] == 0.0;
    summary.consume(block);
  }
  summary.finish();
  EXPECT_GT(meeting, 0);
  EXPECT_EQ(summary.forecast().answers[0].distribution->paths, meeting);
}

TEST_F(SummaryQuestion, HasNoAnswerWhenTheConditionNeverHeld) {
  SeriesBlock block = some_block(0);
  block.happened[0].setZero();
  Summary summary = empty_summary();
  summary.consume(block);
  summary.finish();
  const Forecast never = summary.forecast();
  EXPECT_EQ(never.answers[2].paths, 0);
  EXPECT_FALSE(never.answers[2].probability);
  EXPECT_FALSE(never.answers[4].distribution);
}

TEST(SummaryQuestionContract, RefusesQuestionsThatWereNotLookedUp) {
  auto question = test::some_questions()[2];
  question.given_events.clear();
  EXPECT_THROW(Summary(test::some_series(), {"ban"}, {question}), std::invalid_argument);
  question = test::some_questions()[0];
  question.series = 4;
  EXPECT_THROW(Summary(test::some_series(), {"ban"}, {question}), std::invalid_argument);
}

TEST(ShareOf, HasAnErrorAtTheEnds) {
  EXPECT_EQ(share_of(0, 10'000).value, 0.0);
  EXPECT_NEAR(share_of(0, 10'000).error, 1.41e-4, 1e-6);
  EXPECT_NEAR(share_of(10'000, 10'000).error, 1.41e-4, 1e-6);
  EXPECT_NEAR(share_of(3000, 10'000).error, std::sqrt(0.21 / 10'000), 1e-5);
}

}  // namespace
}  // namespace wafercast
