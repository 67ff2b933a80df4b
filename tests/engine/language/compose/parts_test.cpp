#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace wafercast::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::string_view drivers_a = "drivers:\n  a: {unit: fraction, value: 0.5}\n";
constexpr std::string_view drivers_b = "drivers:\n  b: {unit: USD, value: {pert: [1, 2, 4]}}\n";

class Parts : public ::testing::Test {
 protected:
  void part(const std::string& name, std::string_view body) const {
    folder_.write("work/" + name, fmt::format("wafercast: part/1\n{}", body));
  }
  fs::path whole(std::string_view body) const {
    return folder_.write("work/whole.yaml", fmt::format("{}{}", heading, body));
  }
  std::string refusal_of_file(const fs::path& file) const {
    try {
      read_scenario(file, options());
    } catch (const InputError& error) {
      std::string told = error.what();
      const std::string place = (folder_.path() / "work/").string();
      for (auto at = told.find(place); at != std::string::npos; at = told.find(place)) told.erase(at, place.size());
      return told;
    }
    return {};
  }
  std::string refusal(std::string_view body) const { return refusal_of_file(whole(body)); }

  Folder folder_;
};

TEST_F(Parts, AreReadAsIfAllStoodInOneFile) {
  part("shared/a.yaml", drivers_a);
  part("shared/b.yaml", fmt::format("{}correlations: [{{between: [a, b], rank: 0.5}}]\n", drivers_b));
  const Scenario s = read_scenario(whole("parts: [shared/a.yaml, shared/b.yaml]\n"
                                         "drivers:\n  c: {unit: USD, value: 1 to 2 (80%)}\n"
                                         "correlations: [{between: [b, c], rank: 0.2}]\n"),
                                   options());
  const Scenario one = read_small(
      "drivers:\n  c: {unit: USD, value: 1 to 2 (80%)}\n  a: {unit: fraction, value: 0.5}\n"
      "  b: {unit: USD, value: {pert: [1, 2, 4]}}\n"
      "correlations: [{between: [b, c], rank: 0.2}, {between: [a, b], rank: 0.5}]\n");
  EXPECT_EQ(s.resolved, one.resolved);
  EXPECT_EQ(s.evidence_digest, one.evidence_digest);
  EXPECT_EQ(driver(s, "a").where.file, (folder_.path() / "work/shared/a.yaml").string());
  EXPECT_EQ(driver(s, "a").where.line, 3);
  ASSERT_EQ(s.inputs.size(), 3u);
  EXPECT_EQ(fs::path(s.inputs[2].path).filename(), "b.yaml");
}

TEST_F(Parts, ThatAreNoListAreOneMistake) {
  for (const char* written : {"shared/a.yaml", "3", "{a: b}"}) {
    const std::string said = refusal(fmt::format("parts: {}\n", written));
    EXPECT_THAT(said, HasSubstr("expected a list"));
    EXPECT_EQ(std::ranges::count(said, '\n'), 0) << said;
  }
}

TEST_F(Parts, NestAndAreExtendedLikeTheWhole) {
  part("shared/a.yaml", fmt::format("parts: [more/b.yaml]\n{}", drivers_a));
  part("shared/more/b.yaml", drivers_b);
  whole("parts: [shared/a.yaml]\n");
  part("c.yaml", "drivers:\n  c: {unit: USD, value: 1}\n");
  const auto child = folder_.write("work/what-if/child.yaml",
                                   "wafercast: scenario/1\nname: Child\nextends: ../whole.yaml\nparts: [../c.yaml]\n"
                                   "override: {a: {scale: 0.5}}\nbelieve: {b: 3}\n");
  const Scenario s = read_scenario(child, options());
  EXPECT_EQ(s.drivers.size(), 3u);
  EXPECT_EQ(driver(s, "a").suppositions.size(), 1u);
  EXPECT_EQ(s.inputs.size(), 5u);
  EXPECT_EQ(s.changes.size(), 3u) << "what is supposed, believed and added";
}

TEST_F(Parts, TablesAndSourcesTravelAlong) {
  folder_.write("work/data/figures.csv",
                "day,value\n2025-01-01,1\n2025-01-02,2\n2025-01-03,3\n2025-01-04,4\n2025-01-05,5\n");
  part("shared/a.yaml",
       "data: {tables: {figures: {file: figures.csv, published: day}}}\nsources: {s: {title: S, published: "
       "2025-01-01}}\n"
       "drivers:\n  a: {unit: fraction, value: {empirical: {table: figures, column: value}}, sources: [s]}\n");
  EXPECT_EQ(refusal("parts: [shared/a.yaml]\ndata: {folder: data}\n"), "");
}

struct BadParts {
  const char* a;  ///< what shared/a.yaml says behind its first line
  const char* whole;
  const char* told;
};

TEST_F(Parts, AreRefused) {
  part("shared/b.yaml", drivers_b);
  part("round.yaml", "parts: [round.yaml]\n");
  folder_.write("work/plain.yaml", fmt::format("{}", drivers_a));
  folder_.write("work/other.yaml", fmt::format("{}{}", heading, drivers_a));
  const BadParts cases[] = {
      {"drivers:\n  b: {unit: USD}\n", "parts: [shared/b.yaml, shared/a.yaml]\n",
       "shared/a.yaml:3:3: 'b' stands in shared/b.yaml:3:3 already (parts do not change each other); keep one; a "
       "scenario that extends this one may change it"},
      {"drivers:\n  c: {unit: USD}\n", "parts: [shared/a.yaml]\ndrivers:\n  c: {value: 1}\n",
       "shared/a.yaml:3:3: 'c' stands in whole.yaml:8:3 already"},
      {"name: Mine\n", "parts: [shared/a.yaml]\n", "shared/a.yaml:2:1: 'name' stands in whole.yaml:2:1 already"},
      {"structure: {customers: {x: {follows: capex}}}\n",
       "parts: [shared/a.yaml]\nstructure: {customers: {x: {follows: demand}}}\n",
       "'structure.customers.x' stands in whole.yaml:7:25 already"},
      {"", "parts: [shared/c.yaml]\n", "whole.yaml:6:9: 'shared/c.yaml': there is no such file"},
      {"", "parts: [shred/a.yaml]\n", "'shred/a.yaml': there is no such file; did you mean 'shared'?"},
      {"", "parts: [shared/aa.yaml]\n", "did you mean 'a.yaml'?"},
      {"", "parts: [whole.yaml]\n", "whole.yaml:6:9: 'parts' goes round in a circle (whole.yaml → whole.yaml)"},
      {"", "parts: [round.yaml]\n",
       "round.yaml:2:9: 'parts' goes round in a circle (whole.yaml → round.yaml → round.yaml)"},
      {"", "parts: [shared/b.yaml, ./shared/b.yaml]\n", "whole.yaml:6:24: 'shared/b.yaml' is a part already"},
      {"", "parts: shared/b.yaml\n", "whole.yaml:6:8: expected a list"},
      {"", "parts: [plain.yaml]\n",
       "plain.yaml:1:1: the file does not say that it is a part of a scenario; start with "
       "'wafercast: part/1'"},
      {"", "parts: [other.yaml]\n", "other.yaml:1:12: this is a scenario, and no part of one"},
      {"override: {a: {scale: 0.5}}\n", "parts: [shared/a.yaml]\n",
       "shared/a.yaml:2:11: 'override' in a part (it changes nothing)"},
      {"", "parts: [../../../etc/passwd]\n", "lies outside"},
  };
  for (const BadParts& bad : cases) {
    part("shared/a.yaml", bad.a);
    EXPECT_THAT(refusal(bad.whole), HasSubstr(bad.told));
  }
}

TEST_F(Parts, APartSaysWhichScenarioItBelongsTo) {
  part("shared/a.yaml", drivers_a);
  const fs::path file = folder_.path() / "work/shared/a.yaml";
  EXPECT_THAT(refusal_of_file(file), HasSubstr("shared/a.yaml:1:12: this is a part, and no scenario by itself; use a "
                                               "scenario that names it under 'parts'"));
  whole("parts: [shared/a.yaml]\n");
  EXPECT_THAT(refusal_of_file(file), HasSubstr("whole.yaml"));
}

// Two parts that say something of one pair of drivers would leave it to their order which of them holds.
TEST_F(Parts, ACorrelationStandsInOnePart) {
  part("a.yaml", fmt::format("{}correlations: [{{among: [a, c], rank: 0.5}}]\n", drivers_a));
  EXPECT_THAT(refusal("parts: [a.yaml]\ndrivers:\n  c: {unit: USD, value: 1 to 2 (80%)}\n"
                      "correlations: [{between: [c, a], rank: 0.2}]\n"),
              HasSubstr("a.yaml:4:24: the correlation of 'a' and 'c' stands in whole.yaml:9:16 already"));
}

TEST_F(Parts, TheShippedOnesFitAScreenOrThree) {
  constexpr std::ptrdiff_t most_lines = 200;
  int parts = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(WAFERCAST_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string text = read_file(entry.path());
    EXPECT_LT(std::ranges::count(text, '\n'), most_lines) << entry.path();
    if (!text.starts_with("wafercast: part/1\n")) continue;
    ++parts;
    EXPECT_THAT(refusal_of_file(entry.path()), HasSubstr("base.yaml")) << entry.path() << " is named by no scenario";
  }
  EXPECT_GT(parts, 15);
}

}  // namespace
}  // namespace wafercast::testing
