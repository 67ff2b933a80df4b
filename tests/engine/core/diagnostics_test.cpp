#include <engine/core/diagnostics.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

namespace wafercast {
namespace {

std::string written(SourceLocation where, std::string problem, std::string suggestion) {
  Diagnostics diagnostics;
  diagnostics.error(std::move(where), std::move(problem), std::move(suggestion));
  return to_string(diagnostics.found().front());
}

TEST(Diagnostic, SaysPlaceProblemAndSuggestion) {
  EXPECT_EQ(written({"a.yaml", 3, 7}, "unknown key 'prise'", "did you mean 'price'?"),
            "a.yaml:3:7: unknown key 'prise'; did you mean 'price'?");
  EXPECT_EQ(written({"a.yaml", 3, 7}, "unknown key", ""), "a.yaml:3:7: unknown key");
  EXPECT_EQ(written({"a.yaml", 0, 0}, "cannot be read", ""), "a.yaml: cannot be read");
  EXPECT_EQ(written({}, "no scenario", "name one"), "no scenario; name one");
}

TEST(InputError, CarriesEveryProblemInTheOrderOfPlaces) {
  Diagnostics found;
  found.error({"a.yaml", 9, 1}, "third");
  found.error({"a.yaml", 2, 5}, "second");
  found.error({"a.yaml", 2, 1}, "first");
  const InputError error(found.found());
  ASSERT_EQ(error.diagnostics().size(), 3U);
  EXPECT_EQ(error.diagnostics()[0].problem, "first");
  EXPECT_STREQ(error.what(), "a.yaml:2:1: first\na.yaml:2:5: second\na.yaml:9:1: third");
}

TEST(Diagnostics, FiftyProblemsAndACountAreEnough) {
  Diagnostics found;
  for (int line = 1; line <= 8000; ++line) found.error({"a.yaml", line, 1}, "bad");
  const InputError error(found.found());
  EXPECT_EQ(error.diagnostics().size(), 8000U);
  const std::string text = error.what();
  EXPECT_EQ(std::ranges::count(text, '\n'), 50);
  EXPECT_TRUE(text.ends_with("and 7950 more problems; mend these first"));
}

TEST(Diagnostics, ThrowsOnlyWhenSomethingWasFound) {
  Diagnostics diagnostics;
  EXPECT_FALSE(diagnostics.any());
  EXPECT_NO_THROW(diagnostics.throw_if_any());
  diagnostics.error({"a.yaml", 1, 1}, "bad");
  diagnostics.error({"a.yaml", 2, 1}, "worse", "better");
  EXPECT_TRUE(diagnostics.any());
  try {
    diagnostics.throw_if_any();
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.diagnostics(), diagnostics.found());
  }
}

}  // namespace
}  // namespace wafercast
