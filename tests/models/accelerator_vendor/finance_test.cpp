// Spending follows sales, receivables go back to what is usual, habits of beating the outlook wear off and are known.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::fix;
using testing::on_every_path;
using testing::rounding;
using testing::Sample;

Scenario undisturbed() {
  Scenario scenario = testing::base_scenario("2025-08-28");
  scenario.events.clear();
  scenario.questions.clear();
  return scenario;
}

TEST(Opex, FollowsRevenueWithItsElasticity) {
  Scenario scenario = undisturbed();
  fix(scenario, "opex.growth", 0.02);
  fix(scenario, "opex.follows_revenue", 0.5);
  const Sample sample(scenario);
  for (int q = 1; q < sample.quarters(); ++q) {
    // In a quarter of fourteen weeks, and in the one after it, by the week.
    const double longer =
        scenario.calendar.length_of(scenario.first + q) / scenario.calendar.length_of(scenario.first + (q - 1));
    const testing::Paths expected =
        longer * sample("opex", q - 1) * 1.02 * (sample("revenue", q) / sample("revenue", q - 1) / longer).sqrt();
    EXPECT_TRUE(testing::agree(sample("opex", q), expected, expected)) << "quarter " << q;
  }
}

TEST(Receivables, GoBackToWhatIsUsual) {
  Scenario scenario = undisturbed();
  fix(scenario, "receivables.persistence", 0.5);
  fix(scenario, "receivables.days", 1.0);
  const History& history = scenario.history;
  const auto ratio = [&](FiscalQuarter quarter) {
    return *history.reported_at("receivables", quarter) / *history.reported_at("revenue", quarter);
  };
  double usual = 0.0;
  for (int back = 0; back < 8; ++back) usual += ratio(scenario.last_reported - back) / 8.0;
  const Sample sample(scenario);
  for (const int q : {0, 1, 7}) {
    const double expected = usual + (ratio(scenario.last_reported) - usual) * std::pow(0.5, q + 1);
    EXPECT_TRUE(on_every_path((sample("receivables", q) / sample("revenue", q) - expected).abs() < rounding));
  }
}

TEST(Surprises, WearOffTowardsThoseOfLaterYears) {
  Scenario scenario = undisturbed();
  fix(scenario, "guidance.revenue_surprise", 0.08);
  fix(scenario, "guidance.later_surprise", 0.02);
  fix(scenario, "guidance.surprise_persistence", 0.5);
  const Sample sample(scenario);
  for (const int q : {1, 2, 7}) {
    const double expected = std::exp(0.02 + 0.06 * std::pow(0.5, q)) - 1.0;
    EXPECT_TRUE(on_every_path((sample("revenue_surprise", q) - expected).abs() < rounding)) << "quarter " << q;
  }
}

// The market knows the habit: what it expects is priced in, in the first quarter and in those after it. The standard
// error of a mean over 4096 paths of reactions that spread by 7 % is 0.11 points.
TEST(SharePrice, DoesNotRiseOnAverageAtAReport) {
  const Sample sample(undisturbed(), 4096);
  for (int q = 0; q < sample.quarters(); ++q) EXPECT_NEAR(sample("share_price_reaction", q).mean(), 0.0, 0.01);
}

// A fourteenth week brings a thirteenth more of what flows, and is gone the quarter after. Frozen, nothing else moves
// but what capacity and opex do, which the neighbours show.
TEST(LongQuarter, BringsAWeekMoreAndIsGone) {
  const Scenario scenario = testing::frozen(testing::base_scenario("2026-09-10"));
  const Sample sample(scenario, 64);
  const auto q4 = FiscalQuarter(2027, 4) - scenario.first;
  for (const char* metric : {"revenue", "opex", "automotive", "orders"}) {
    const double before = sample(metric, q4 - 1)[0], in = sample(metric, q4)[0], after = sample(metric, q4 + 1)[0];
    EXPECT_NEAR(in / std::sqrt(before * after), 14.0 / 13.0, 0.06) << metric;
  }
}

}  // namespace
}  // namespace wafercast
