#include <engine/scenario/ways_to_suppose.hpp>
#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view supposed_on = "drivers:\n  a: {unit: fraction, path: {2025Q4: 0.5, 2026Q4: 0.6}}\n";

/// What each way is given, in a file.
const std::map<std::string_view, std::string> amounts = {{"now", "0.4"},
                                                         {"path", "{2025Q4: 0.3, 2026Q4: 0.7}"},
                                                         {"scale", "0.8"},
                                                         {"shift", "-5pt"},
                                                         {"delay", "2 quarters"}};

/// Two changes of a driver in turn, however they are written.
class WaysToSuppose : public ::testing::Test {
 protected:
  void SetUp() override { folder_.write("parent.yaml", std::string(heading) + std::string(supposed_on)); }

  static std::string change(const WayToSuppose& way) {
    return fmt::format("{{{}: {}}}", way.word, amounts.at(way.word));
  }
  static Setting setting(const WayToSuppose& way) { return {fmt::format("a.{}", way.word), amounts.at(way.word)}; }

  std::string child(const std::string& name, const std::string& extends, const std::string& override) {
    return folder_.write(
        name, fmt::format("wafercast: scenario/1\nname: Child\nextends: {}\noverride:\n{}", extends, override));
  }

  Scenario in_one_file(const WayToSuppose& first, const WayToSuppose& second) {
    return read_scenario(
        child("both.yaml", "parent.yaml", fmt::format("  a: [{}, {}]\n", change(first), change(second))), options());
  }
  Scenario over_parents(const WayToSuppose& first, const WayToSuppose& second) {
    child("first.yaml", "parent.yaml", fmt::format("  a: {}\n", change(first)));
    return read_scenario(child("second.yaml", "first.yaml", fmt::format("  a: {}\n", change(second))), options());
  }
  Scenario by_pattern(const WayToSuppose& first, const WayToSuppose& second) {
    child("first.yaml", "parent.yaml", fmt::format("  \"*\": {}\n", change(first)));
    return read_scenario(child("second.yaml", "first.yaml", fmt::format("  \"*\": {}\n", change(second))), options());
  }
  Scenario by_settings(const WayToSuppose& first, const WayToSuppose& second) {
    ReadOptions read = options();
    read.settings = {setting(first), setting(second)};
    return read_scenario(folder_.path() / "parent.yaml", read);
  }

  Folder folder_;
};

std::string text_of(const Supposition& supposition) {
  std::string text = fmt::format("{} {:.6g} from {}", static_cast<int>(supposition.kind), supposition.amount,
                                 to_string(supposition.from));
  if (!supposition.instead) return text;
  for (const Knot& knot : supposition.instead->knots) text += " " + knot.label + " " + describe(knot.value.belief);
  return text;
}

std::vector<std::string> told_of(const Scenario& scenario) {
  std::vector<std::string> told;
  for (const ScenarioChange& change : scenario.changes) told.push_back(change.target + " " + change.after);
  return told;
}

TEST_F(WaysToSuppose, MeetInTheSameWayHoweverTheyAreWritten) {
  for (const WayToSuppose& first : ways_to_suppose) {
    for (const WayToSuppose& second : ways_to_suppose) {
      if (first.word == second.word) continue;  // by --set, the same twice is refused
      SCOPED_TRACE(::testing::Message() << first.word << " then " << second.word);
      const Scenario one = in_one_file(first, second);
      ASSERT_EQ(driver(one, "a").suppositions.size(), 2u);
      EXPECT_EQ(driver(one, "a").suppositions[0].kind, first.kind);
      EXPECT_EQ(driver(one, "a").suppositions[1].kind, second.kind);
      const std::vector<std::string> told = {"a " + first.told(amounts.at(first.word)),
                                             "a " + second.told(amounts.at(second.word))};
      EXPECT_EQ(told_of(one), told);
      std::vector<Scenario> others = {over_parents(first, second), by_pattern(first, second)};
      const bool one_is_lost = first.acts_on == ActsOn::all && second.acts_on == ActsOn::all;
      if (!one_is_lost) others.push_back(by_settings(first, second));  // else refused: they contradict each other
      for (const Scenario& other : others) {
        ASSERT_EQ(driver(other, "a").suppositions.size(), 2u);
        for (std::size_t i = 0; i < 2; ++i) {
          EXPECT_EQ(text_of(driver(other, "a").suppositions[i]), text_of(driver(one, "a").suppositions[i]));
        }
        EXPECT_EQ(told_of(other), told);
      }
    }
  }
}

TEST_F(WaysToSuppose, APartIsExchangedBeforeTheWholeIsChanged) {
  const auto with = [&](const std::string& changes) { return child("part.yaml", "parent.yaml", changes); };
  const std::string part = "  a.path.2026Q4: {now: 0.7}\n";
  EXPECT_EQ(driver(read_scenario(with(part + "  a: {scale: 0.8}\n"), options()), "a").suppositions.size(), 2u);
  try {
    read_scenario(with("  a: {scale: 0.8}\n" + part), options());
    FAIL() << "a factor would be lost";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'a' is exchanged after the whole was changed ({scale: 0.8})"));
    EXPECT_THAT(error.what(), HasSubstr("change the part first"));
  }
}

TEST_F(WaysToSuppose, SeveralInOneMapAreAListThatWasMeant) {
  try {
    read_scenario(child("map.yaml", "parent.yaml", "  a: {scale: 0.8, delay: 2 quarters}\n"), options());
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("write several as a list, in the order in which they act"));
  }
}

}  // namespace
}  // namespace wafercast::testing
