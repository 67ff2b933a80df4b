#include <tests/temporary_folder.hpp>

#include <runners/nightly/plan.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <engine/core/diagnostics.hpp>

#include <unistd.h>

#include <fstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

class Plan : public ::testing::Test {
 protected:
  Plan() {
    std::filesystem::create_directories(folder_ / "what-if");
    for (const char* name : {"base.yaml", "what-if/b.yaml", "what-if/a.yaml", "what-if/notes.txt"})
      std::ofstream(folder_ / name) << "x";
  }

  NightlyPlan read(const std::string& keys) const {
    std::ofstream(folder_ / "plan.yaml") << "wafercast: nightly/1\nname: N\nstore: s.sqlite\n" << keys;
    return read_nightly_plan(folder_ / "plan.yaml");
  }
  std::string refusal(const std::string& keys) const {
    try {
      read(keys);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }

  test::TemporaryFolder made_;
  std::filesystem::path folder_ = made_.path();
};

TEST_F(Plan, NamesFilesPatternsAndGrids) {
  const NightlyPlan plan = read(
      "paths: 20k\nscenarios:\n  - base.yaml\n  - what-if/*.yaml\n"
      "  - {scenario: base.yaml, set: {cowos.capacity.scale: \"0.8,0.9\", events.tariff: never}}\n");
  ASSERT_EQ(plan.units.size(), 5U);
  EXPECT_EQ(plan.paths, 20'000);
  EXPECT_EQ(plan.units[1].named, "what-if/a.yaml");
  EXPECT_EQ(plan.units[2].named, "what-if/b.yaml");
  EXPECT_EQ(plan.units[4].settings.size(), 2U);
  EXPECT_EQ(plan.units[4].settings[0].value, "0.9");
  EXPECT_EQ(plan.store, std::filesystem::absolute(folder_) / "s.sqlite");
}

TEST_F(Plan, WatchesMedianAndQuestions) {
  const NightlyPlan plan = read(
      "scenarios: [base.yaml]\nkeep: 2 years\nwatch:\n  - {median_of: \"revenue[FY+1]\", moves_by: 3%, without_news: "
      "true}\n"
      "  - {question: margin_holds, crosses: 50%}\n");
  ASSERT_EQ(plan.watches.size(), 2U);
  EXPECT_EQ(plan.watches[0].of, "revenue");
  EXPECT_EQ(plan.watches[0].period, "FY+1");
  EXPECT_DOUBLE_EQ(plan.watches[0].threshold, 0.03);
  EXPECT_TRUE(plan.watches[0].without_news);
  EXPECT_EQ(plan.watches[1].kind, Watch::Kind::crosses);
  EXPECT_NEAR(static_cast<double>(plan.keep->count()), 730.0, 2.0);
}

/// A slip in a server's name would otherwise make folders that are called by its password.
TEST_F(Plan, StoresAreFilesOrServers) {
  const auto refused = [&](const std::string& store) {
    std::ofstream(folder_ / "plan.yaml") << "wafercast: nightly/1\nname: N\nscenarios: [base.yaml]\nstore: " << store;
    try {
      return "it is taken as " + read_nightly_plan(folder_ / "plan.yaml").store;
    } catch (const InputError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_THAT(refused("psotgresql://u:secret@h/db"), HasSubstr("a store is a file or a PostgreSQL server"));
  EXPECT_THAT(refused("psotgresql://u:secret@h/db"), ::testing::Not(HasSubstr("secret")));
  EXPECT_THAT(refused("host=h password=x dbname=d"), HasSubstr("taken as host=h password=x dbname=d"));
}

TEST_F(Plan, AWatchThatCanNeverFireIsRefused) {
  for (const char* level : {"0%", "100%", "0", "1"}) {
    EXPECT_THAT(refusal(fmt::format("scenarios: [base.yaml]\nwatch: [{{question: q, crosses: {}}}]\n", level)),
                HasSubstr("no probability crosses"))
        << level;
  }
}

TEST_F(Plan, SaysEverythingThatIsWrongAtOnce) {
  const std::string said = refusal(
      "scenarios: [bse.yaml, none/*.yaml]\npaths: 10\nseeed: 3\nwatch: [{median_of: revenue, moves_by: 3%}, {question: "
      "x}]\n");
  EXPECT_THAT(said, HasSubstr("there is no file 'bse.yaml'"));
  EXPECT_THAT(said, HasSubstr("no file fits 'none/*.yaml'"));
  EXPECT_THAT(said, HasSubstr("no whole number from 1000"));
  EXPECT_THAT(said, HasSubstr("did you mean 'seed'"));
  EXPECT_THAT(said, HasSubstr("is no metric in a period"));
  EXPECT_THAT(said, HasSubstr("a watch is of"));
  EXPECT_THAT(refusal(""), HasSubstr("needs 'scenarios'"));
}

}  // namespace
}  // namespace wafercast
