// A tightening of export rules on the first day of the forecast against a world in which it never comes.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::on_every_path;
using testing::Paths;
using testing::rounding;
using testing::Sample;

class ExportRules : public ::testing::TestWithParam<std::string> {
 protected:
  ExportRules() {
    testing::force(tightened_, "export_tightening", testing::first_day(tightened_, 0));
    testing::event_of(tightened_, "export_tightening").lasts_quarters.reset();
    testing::remove_event(open_, "export_tightening");
  }

  Scenario open_ = testing::base_scenario(GetParam());
  Scenario tightened_ = open_;
};

TEST_P(ExportRules, LowerSalesToChina) {
  const Sample open(open_);
  const Sample tightened(tightened_);
  for (int q = 0; q < open.quarters(); ++q) {
    SCOPED_TRACE("quarter " + std::to_string(q));
    // Stock that nobody wanted in one quarter may find a buyer in another, so single paths can go the other way.
    const auto lower = tightened("china_data_center", q) <= open("china_data_center", q) * (1.0 + rounding);
    EXPECT_GT(lower.cast<double>().mean(), 0.99);
    EXPECT_LT(tightened("china_data_center", q).mean(), 0.6 * open("china_data_center", q).mean());
  }
}

// Write-downs of what stays unsold are switched off: they follow in later quarters and are no part of the charge.
TEST_P(ExportRules, AreChargedInTheQuarterInWhichTheyStrikeAndInNoOther) {
  for (Scenario* scenario : {&open_, &tightened_}) testing::fix(*scenario, "inventory.write_down", 0.0);
  const Sample open(open_);
  const Sample tightened(tightened_);
  const auto charge = [&](int q) -> Paths {
    const Paths ordinary = tightened.driver("provisions.rate", q) * tightened("revenue", q);
    return (tightened("inventory_provision", q) - ordinary) / tightened("revenue", q);
  };
  EXPECT_TRUE(on_every_path(charge(0) > 0.0));
  EXPECT_GT(tightened("inventory_provision", 0).mean(), 2.0 * open("inventory_provision", 0).mean());
  for (int q = 1; q < open.quarters(); ++q) EXPECT_TRUE(on_every_path(charge(q).abs() < rounding)) << "quarter " << q;
}

// A mild rule that strands next to nothing may raise the margin, since what China buys earns less: one path in a
// thousand.
TEST_P(ExportRules, LowerTheMarginOfThatQuarter) {
  const Sample open(open_);
  const Sample tightened(tightened_);
  const Paths change = tightened("gross_margin", 0) - open("gross_margin", 0);
  EXPECT_LT(change.mean(), -0.01);
  EXPECT_GT((change < 0.0).count(), open.paths() * 99 / 100);
  EXPECT_GT((tightened("gross_margin", 4) - open("gross_margin", 4)).mean(), 0.5 * change.mean());
}

INSTANTIATE_TEST_SUITE_P(BaseScenario, ExportRules, ::testing::Values("2024-11-21", "2025-02-27"),
                         [](const auto& instance) { return "In" + instance.param.substr(0, 4); });

}  // namespace
}  // namespace wafercast
