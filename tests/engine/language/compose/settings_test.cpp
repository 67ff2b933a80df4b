// What is set on a command line says what a file would say under `override`.

#include <tests/engine/language/support.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view parent =
    "drivers:\n  a.b: {unit: fraction, value: 0.5}\n  c: {unit: USD, value: {pert: [1, 2, 4]}}\n"
    "events:\n  e: {window: as_of..end, hazard: 1%/quarter, effects: [{on: a.b, cut: 10%}]}\n";

class Settings : public ::testing::Test {
 protected:
  Scenario with(std::vector<Setting> settings) const {
    ReadOptions reading = options();
    reading.settings = std::move(settings);
    return read_scenario(folder_.write("base.yaml", std::string(heading) + std::string(parent)), reading);
  }

  /// The same as a file would say it.
  Scenario with_file(std::string_view overrides) const {
    folder_.write("base.yaml", std::string(heading) + std::string(parent));
    return read_scenario(
        folder_.write("child.yaml",
                      "wafercast: scenario/1\nname: Small\nextends: base.yaml\noverride:\n" + std::string(overrides)),
        options());
  }

  std::string refusal(std::vector<Setting> settings) const {
    try {
      with(std::move(settings));
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }

  /// All that it says, apart from where it was stated.
  static std::string beliefs_of(const Scenario& scenario) {
    return scenario.resolved.substr(0, scenario.resolved.find("changes:"));
  }

  Folder folder_;
};

TEST_F(Settings, SayWhatAFileWouldSay) {
  const std::vector<std::pair<std::vector<Setting>, std::string>> cases = {
      {{{"a.b.scale", "0.8@2025Q3"}}, "  a.b: {scale: 0.8, from: 2025Q3}\n"},
      {{{"a.b", "0.4"}}, "  a.b: {now: 0.4}\n"},
      {{{"a.b.shift", "-5pt"}, {"c.scale", "1.1"}}, "  a.b: {shift: -5pt}\n  c: {scale: 1.1}\n"},
      {{{"a.b.scale", "0.9@+1"}, {"a.b.scale", "0.8@+3"}}, "  a.b: [{scale: 0.9, from: +1}, {scale: 0.8, from: +3}]\n"},
      {{{"c.path", "{2025Q2: 1, 2025Q4: 3}"}}, "  c: {path: {2025Q2: 1, 2025Q4: 3}}\n"},
      {{{"events.e", "never"}}, "  events.e: {happens: never}\n"},
      {{{"events.e", "2025-05-01"}}, "  events.e: {happens: 2025-05-01}\n"},
      {{{"events.e.hazard", "5%/quarter"}}, "  events.e.hazard: {now: 5%/quarter}\n"},
      {{{"*.b.scale", "0.8"}}, "  \"*.b\": {scale: 0.8}\n"},
      {{{"*.b.scale", "0.8"}, {"a.b.scale", "0.9"}}, "  a.b: [{scale: 0.8}, {scale: 0.9}]\n"},
      {{{"a.b.scale", "0.9"}, {"*.b.shift", "1pt"}, {"a.b.shift", "2pt@+2"}},
       "  a.b: [{scale: 0.9}, {shift: 1pt}, {shift: 2pt, from: +2}]\n"},
      {{{"a.*", "0.4"}, {"a.b", "0.5"}}, "  a.b: [{now: 0.4}, {now: 0.5}]\n"},
  };
  for (const auto& [settings, file] : cases) EXPECT_EQ(beliefs_of(with(settings)), beliefs_of(with_file(file))) << file;
}

TEST_F(Settings, AreNamedAmongTheChanges) {
  const Scenario scenario = with({{"a.b.scale", "0.8@2025Q3"}});
  ASSERT_EQ(scenario.changes.size(), 1u);
  EXPECT_EQ(scenario.changes[0].stated, "--set");
  EXPECT_EQ(scenario.changes[0].when, "from 2025Q3");
  EXPECT_EQ(std::filesystem::path(scenario.file).filename(), "base.yaml");
}

TEST_F(Settings, AreRefusedByName) {
  const std::string said = refusal({{"a.c.scale", "0.8"}, {"c", "3 wafer"}});
  EXPECT_THAT(said, HasSubstr("--set a.c.scale=0.8: the parent has no 'a.c'; did you mean 'a.b'?"));
  EXPECT_THAT(said, HasSubstr("--set c=3 wafer: 'wafer' does not convert into 'USD'"));
  EXPECT_THAT(refusal({{"“a.b.scale", "0.8”"}}), HasSubstr("a typographic quotation mark, U+201C"));
  EXPECT_THAT(refusal({{"a.b.scale", "0.8”"}}), HasSubstr("a typographic quotation mark, U+201D"));
  EXPECT_THAT(refusal({{"events.e", "2025–05–01"}}), HasSubstr("an en dash, U+2013"));
  EXPECT_THAT(refusal({{"events.e", "soon"}}), HasSubstr("--set events.e=soon"));
  EXPECT_THAT(refusal({{"c.scale", " "}}), HasSubstr("says no value"));
  EXPECT_THAT(refusal({{"c.path", "{2025Q2: 1"}}), HasSubstr("--set c.path={2025Q2: 1"));
}

TEST_F(Settings, ThatContradictOrRepeatEachOtherAreRefusedByBothNames) {
  const std::vector<std::pair<Setting, Setting>> pairs = {
      {{"a.b.scale", "0.8"}, {"a.b.scale", "0.8"}},
      {{"a.b.scale", "0.8@+1"}, {"a.b.scale", "0.9 @ +1"}},
      {{"a.b", "0.4"}, {"a.b.now", "0.5"}},
      {{"a.b", "0.4"}, {"*.b", "0.5"}},
      {{"c", "3"}, {"c.path", "{2025Q2: 1}"}},
      {{"events.e", "never"}, {"events.e", "2025-05-01"}},
      {{"events.e", "never"}, {"events.e.hazard", "5%/quarter"}},
      {{"events.e.hazard", "5%/quarter"}, {"events.e.happens", "never"}},
      {{"condition.method", "kalman"}, {"condition.method", "none"}},
  };
  for (const auto& [first, second] : pairs) {
    const std::string said = refusal({first, second});
    for (const Setting& one : {first, second})
      EXPECT_THAT(said, HasSubstr("--set " + one.name + "=" + one.value)) << said;
    EXPECT_THAT(said, HasSubstr("contradicts or repeats"));
  }
}

}  // namespace
}  // namespace wafercast::testing
