// A question put to a session has the answer of a run that was given its settings.

#include <runners/jobs/runs/run.hpp>
#include <runners/jobs/runs/session.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <string>
#include <vector>

namespace wafercast {
namespace {

constexpr std::int64_t few_paths = 1024;

ScenarioRequest small_base() {
  ScenarioRequest request{.file = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios" / "base.yaml"};
  request.read.as_of = *parse_date("2026-09-10");
  request.read.settings = {{"condition.members", "4096"}};
  return request;
}

const Session& session() {
  static const Session session(small_base());
  return session;
}

/// All numbers of a forecast, with their errors.
std::vector<double> figures_of(const Forecast& forecast) {
  std::vector<double> figures{static_cast<double>(forecast.paths)};
  const auto add = [&](const Estimate& estimate) { figures.insert(figures.end(), {estimate.value, estimate.error}); };
  for (const MetricForecast& metric : forecast.metrics) {
    for (const auto& [period, distribution] : metric.periods) {
      add(distribution.mean);
      add(distribution.sd);
      for (const auto& [probability, quantile] : distribution.quantiles) add(quantile);
    }
  }
  for (const Answer& answer : forecast.answers) add(answer.probability.value_or(Estimate{}));
  for (const EventFrequency& event : forecast.events) add(event.probability);
  return figures;
}

Forecast forecast_with(const std::vector<Setting>& settings) {
  RunRequest request{small_base(), few_paths};
  request.scenario.read.settings.insert(request.scenario.read.settings.end(), settings.begin(), settings.end());
  return run(request, {})->forecast;
}

class Asked : public ::testing::TestWithParam<std::vector<Setting>> {};

TEST_P(Asked, AnswersWithTheBitsOfARun) {
  const std::vector<double> answer = figures_of(*session().what_if(GetParam(), few_paths));
  EXPECT_GT(answer.size(), 1000u);
  EXPECT_EQ(answer, figures_of(forecast_with(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Session, Asked,
                         ::testing::Values(std::vector<Setting>{},
                                           std::vector<Setting>{{"cowos.capacity.scale", "0.8@2027Q1"}},
                                           std::vector<Setting>{{"events.tariff*", "never"}},
                                           std::vector<Setting>{{"condition.quarters", "6"}}));

TEST(Session, LearnsOnce) {
  const Prepared supposed = session().with({{"cowos.capacity.scale", "0.8@2027Q1"}});
  EXPECT_EQ(supposed.learnt, session().base().learnt) << "the same, and not as much again";
  EXPECT_NE(session().with({{"condition.quarters", "6"}}).learnt, session().base().learnt);
}

TEST(Session, AnswersSeveralAtOnce) {
  const std::vector<Setting> one = {{"cowos.capacity.scale", "0.8@2027Q1"}};
  const std::vector<Setting> other = {{"tax.rate", "20%"}};
  auto at_once = std::async(std::launch::async, [&] { return figures_of(*session().what_if(other, few_paths)); });
  const std::vector<double> here = figures_of(*session().what_if(one, few_paths));
  EXPECT_EQ(at_once.get(), figures_of(*session().what_if(other, few_paths)));
  EXPECT_EQ(here, figures_of(*session().what_if(one, few_paths)));
}

TEST(Session, RefusesInTheWordsOfARun) {
  const std::vector<Setting> wrong = {{"cowos.capacty.scale", "0.8"}};
  std::string words;
  try {
    forecast_with(wrong);
  } catch (const InputError& error) {
    words = error.what();
  }
  const std::vector<Diagnostic> against = session().check(wrong);
  ASSERT_EQ(against.size(), 1u);
  EXPECT_EQ(InputError(against).what(), words);
  EXPECT_THROW(session().what_if(wrong, few_paths), InputError);
  EXPECT_EQ(session().check({{"cowos.capacity.scale", "0.8"}}), std::vector<Diagnostic>{});
}

TEST(Session, EndsWithoutAnAnswerWhenItIsStopped) {
  EXPECT_FALSE(session().what_if({}, 64'000'000, {[](std::int64_t, std::int64_t) {}, [] { return true; }}));
}

}  // namespace
}  // namespace wafercast
