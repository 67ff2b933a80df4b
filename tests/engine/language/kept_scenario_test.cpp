// A scenario that is read again from memory is the one that would be read from its files.

#include <tests/engine/language/support.hpp>

#include <engine/language/kept_scenario.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wafercast::testing {
namespace {

ReadOptions with_settings(ReadOptions options, const std::vector<Setting>& settings) {
  options.settings = settings;
  return options;
}

std::string words_against(const auto& work) {
  try {
    work();
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

class KeptBase : public ::testing::TestWithParam<std::vector<Setting>> {
 protected:
  static const KeptScenario& kept() {
    static const KeptScenario kept(file(), options());
    return kept;
  }
  static std::filesystem::path file() {
    return std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios" / "base.yaml";
  }
  static ReadOptions options() { return options_as_of("2026-09-10"); }
};

TEST_P(KeptBase, IsReadAsFromItsFiles) {
  const Scenario again = kept().with(GetParam());
  const Scenario from_files = read_scenario(file(), with_settings(options(), GetParam()));
  EXPECT_EQ(describe(again), describe(from_files));
  EXPECT_EQ(again.resolved, from_files.resolved);
  EXPECT_EQ(again.evidence_digest, from_files.evidence_digest);
  EXPECT_EQ(again.notes, from_files.notes);
  EXPECT_EQ(again.questions.size(), from_files.questions.size());
}

INSTANTIATE_TEST_SUITE_P(
    Kept, KeptBase,
    ::testing::Values(std::vector<Setting>{}, std::vector<Setting>{{"cowos.capacity.scale", "0.8@2027Q1"}},
                      std::vector<Setting>{{"*.capex.scale", "0.9@+2"}},
                      std::vector<Setting>{{"cowos.capacity.delay", "1 quarter@2027Q1"}, {"tax.rate", "20%"}},
                      std::vector<Setting>{{"events.tariff*", "never"}},
                      std::vector<Setting>{{"condition.members", "512"}}));

TEST_P(KeptBase, LeavesOutTheTextAlone) {
  const Scenario again = kept().with(GetParam(), KeptScenario::Resolved::left_out);
  Scenario whole = kept().with(GetParam());
  whole.resolved = again.resolved;
  EXPECT_EQ(describe(again), describe(whole));
}

TEST(KeptScenario, RefusesWhatIsRefusedFromFiles) {
  const Folder folder;
  const auto file = folder.write("base.yaml", std::string(heading) +
                                                  "drivers:\n  a.b: {unit: fraction, value: 0.5}\n"
                                                  "  c: {unit: USD, value: {pert: [1, 2, 4]}}\n"
                                                  "events:\n  e: {window: as_of..end, hazard: 1%/quarter}\n");
  const KeptScenario kept(file, options());
  const std::vector<std::vector<Setting>> wrong = {{{"a.c", "1"}},
                                                   {{"c", "3 apples"}},
                                                   {{"c.scale", "0.8@soon"}},
                                                   {{"c.scale", "0.8"}, {"c.scale", "0.9"}},
                                                   {{"events.e", "sometimes"}},
                                                   {{"name", "other"}},
                                                   {{"c", "{pert: [1, 2]}"}, {"events.e.hazard", "200%/quarter"}}};
  for (const std::vector<Setting>& settings : wrong) {
    const std::string from_files = words_against([&] { read_scenario(file, with_settings(options(), settings)); });
    EXPECT_NE(from_files, "") << settings.front().name;
    EXPECT_EQ(words_against([&] { kept.with(settings); }), from_files);
  }
}

TEST(KeptScenario, KeepsTheSettingsOfItsOptionsAndDoesNotLookAtFilesAgain) {
  const Folder folder;
  const auto file = folder.write("base.yaml", std::string(heading) + "drivers:\n  c: {unit: USD, value: 2}\n");
  const std::vector<Setting> both = {{"c.scale", "0.5"}, {"c.shift", "1"}};
  const Scenario from_files = read_scenario(file, with_settings(options(), both));
  const KeptScenario kept(file, with_settings(options(), {both.front()}));
  folder.write("base.yaml", "nothing that can be read");
  EXPECT_EQ(kept.with({both.back()}).resolved, from_files.resolved);
}

}  // namespace
}  // namespace wafercast::testing
