#include <runners/nightly/moves.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

TEST(Alerts, SayWhatMovedAndWhy) {
  Move move{.subject = {"base.yaml", "", "Base"},
            .watch = {Watch::Kind::moves, "revenue", "FY+1", 0.03, false, ""},
            .period = "FY28",
            .unit = "USD",
            .before = 700e9,
            .after = 650e9,
            .error = 0.0,
            .parts = {{"time passes", 1e9}, {"data: cowos", -40e9}, {"scenario text", -11e9}},
            .breached = true};
  const auto alerts = alerts_of({}, {move});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].what, "moved");
  EXPECT_THAT(alerts[0].text,
              HasSubstr("revenue[FY28]: 700.0 bn USD → 650.0 bn USD; data: cowos −40.0 bn USD; scenario text"));
  move.breached = false;
  EXPECT_TRUE(alerts_of({}, {move}).empty());
}

TEST(Alerts, SayWhatFailed) {
  const auto alerts =
      alerts_of({{.subject = {"x.yaml", "", "X"}, .state = UnitOutcome::State::failed, .error = "first\nsecond"}}, {});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].text, "first");
}

}  // namespace
}  // namespace wafercast
