// What people get of a night: alerts, mail, pages, metrics and history; nothing where nothing happened.

#include <tests/runners/cli/nightly_fixture.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using testing::Nightly;
using ::testing::Not;
using testing::Outcome;

TEST_F(Nightly, AChangedBeliefIsToldWithItsCause) {
  night();
  write("quick.yaml",
        "extends: base.yaml\nobserve: {condition: {members: 1024}}\noverride: {blackwell_ultra.price: {scale: 0.97}, "
        "rubin.price: {scale: 0.97}}\n");
  const Outcome outcome = night("--only quick");
  EXPECT_EQ(outcome.exit_code, 4) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("moved  quick.yaml: revenue[FY28]"));
  EXPECT_THAT(outcome.out, HasSubstr("scenario text"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("cut.yaml")));
}

/// The news between two days splits the change, and is told once.
TEST_F(Nightly, WhatTheDaysBroughtIsToldWithItsNews) {
  plan("scenarios: [quick.yaml]\n");
  const auto on_day = [&](const char* day) {
    write("quick.yaml", fmt::format("extends: base.yaml\nas_of: {}\nobserve: {{condition: {{members: 1024}}}}\n", day));
    return night();
  };
  EXPECT_EQ(on_day("2026-08-20").exit_code, 0);
  const Outcome later = on_day("2026-09-10");
  EXPECT_EQ(later.exit_code, 4) << later.out << later.err;
  EXPECT_THAT(later.out, ::testing::ContainsRegex("moved  quick.yaml: revenue.FY28.: .* → .*; .* [+−]"));
  EXPECT_THAT(on_day("2026-09-10").out, HasSubstr("Nothing to tell"));
}

TEST_F(Nightly, AlertsAreSentAndStandInAFile) {
  plan("scenarios: [quick.yaml]\nalerts: alerts.json\nsend: cat > sent.txt\n");
  EXPECT_EQ(night().exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder() / "sent.txt")) << "nothing to tell";
  write("quick.yaml",
        "extends: base.yaml\nobserve: {condition: {members: 1024}}\noverride: {rubin.price: {scale: 0.9}}\n");
  EXPECT_EQ(night().exit_code, 4);
  EXPECT_THAT(testing::read_file(folder() / "sent.txt"), HasSubstr("Subject: Small: "));
  EXPECT_EQ(json("alerts.json")["alerts"][0]["what"], "moved");
  plan("scenarios: [quick.yaml, cut.yaml]\nsend: 'false'\n");
  write("cut.yaml", "extends: quick.yaml\noverride: {cowos.capacty: {scale: 0.9}}\n");
  const Outcome unsent = night();
  EXPECT_EQ(unsent.exit_code, 5);
  EXPECT_THAT(unsent.err, HasSubstr("the alerts were not sent"));
}

/// An alert is offered until its command takes it, and not again then.
TEST_F(Nightly, AnAlertIsOfferedUntilItIsSent) {
  const auto sending = [&](const std::string& command) {
    plan("scenarios: [quick.yaml]\nsite: site\nsend: " + command + "\n");
    return night();
  };
  sending("'false'");
  write("quick.yaml",
        "extends: base.yaml\nobserve: {condition: {members: 1024}}\noverride: {rubin.price: {scale: 0.9}}\n");
  const Outcome unsent = sending("'exit 3 # token=secret'");
  EXPECT_EQ(unsent.exit_code, 5);
  EXPECT_THAT(unsent.err, HasSubstr("the alerts were not sent"));
  EXPECT_THAT(unsent.err, Not(HasSubstr("secret")));
  EXPECT_EQ(night("--health").exit_code, 5);
  const Outcome sent = sending("cat > sent.txt");
  EXPECT_EQ(sent.exit_code, 4) << sent.err;
  EXPECT_THAT(testing::read_file(folder() / "sent.txt"), HasSubstr("of night 2, not sent before"));
  EXPECT_EQ(sending("cat > again.txt").exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder() / "again.txt"));
  EXPECT_EQ(night("--health").exit_code, 0);
}

TEST_F(Nightly, MetricsAreReadableWhateverTheMask) {
  plan("scenarios: [quick.yaml]\nprometheus: w.prom\nmail: mail.txt\n");
  EXPECT_EQ(run("nightly plan.yaml", R"(sh -c 'umask 077; exec "$0" "$@"')").exit_code, 0);
  const auto others = std::filesystem::perms::others_read;
  EXPECT_EQ(std::filesystem::status(folder() / "w.prom").permissions() & others, others);
  EXPECT_NE(std::filesystem::status(folder() / "mail.txt").permissions() & others, others) << "that is the owner's";
}

TEST_F(Nightly, HistoryIsShownAndExported) {
  night();
  EXPECT_EQ(run("history revenue FY28 --store store.sqlite --report h.html").exit_code, 0);
  EXPECT_THAT(testing::read_file(folder() / "h.html"), HasSubstr("\"kind\":\"subject\""));
  EXPECT_THAT(testing::read_file(folder() / "h.html"), HasSubstr("x = d3.scaleUtc()")) << "not the browser's zone";
  EXPECT_EQ(run("store export store.sqlite --hub hub").exit_code, 0);
  const std::string output =
      testing::read_file(folder() / "hub/model-output/wafercast-nightly/2026-09-10-wafercast-nightly.csv");
  EXPECT_THAT(output, HasSubstr("2026-09-10,quick,revenue,FY28,quantile,0.5,"));
  EXPECT_THAT(output, HasSubstr("question:beats_outlook"));
}

TEST_F(Nightly, PagesMetricsAndMailAreWritten) {
  plan("scenarios: [quick.yaml]\nsite: site\nprometheus: w.prom\nmail: mail.txt\n");
  EXPECT_EQ(night().exit_code, 0);
  const std::string overview = testing::read_file(folder() / "site/index.html");
  EXPECT_THAT(overview, HasSubstr("<title>Small</title>"));
  EXPECT_THAT(overview, HasSubstr("<script src=\"wafercast.js\">"));
  EXPECT_TRUE(std::filesystem::exists(folder() / "site/wafercast.js"));
  EXPECT_THAT(testing::read_file(folder() / "w.prom"),
              HasSubstr("wafercast_nightly_scenarios{plan=\"Small\",state=\"made\"} 1\n"));
  EXPECT_THAT(testing::read_file(folder() / "mail.txt"), ::testing::StartsWith("Subject: Small: nothing moved\n"));
}

}  // namespace
}  // namespace wafercast
