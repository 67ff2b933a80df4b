// What a file says is checked even where it is not in force.

#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

TEST(AsWritten, ABeliefOfAnotherDay) {
  const auto with_dated = [](const std::string& entries) {
    return refusal_of(fmt::format(
        "{}{}", "drivers:\n  a:\n    unit: fraction\n    dated:\n      - {since: 2025-01-01, value: 20%}\n", entries));
  };
  EXPECT_EQ(with_dated("      - {since: 2024-01-01, value: 30%}\n      - {since: 2026-01-01, value: 30%}\n"), "");
  EXPECT_THAT(with_dated("      - {since: 2024-01-01, valeu: zzz}\n"), HasSubstr("unknown key 'valeu'"));
  EXPECT_THAT(with_dated("      - {since: 2026-01-01, value: zzz}\n"), HasSubstr("small.yaml:11:"));
  EXPECT_THAT(with_dated("      - {since: 2026-01-01, path: {2026Q9: 10%}}\n"), HasSubstr("2026Q9"));
  EXPECT_THAT(with_dated("      - {since: 2026-01-01, value: 3 USD}\n"), HasSubstr("small.yaml:11:"));
  EXPECT_THAT(with_dated("      - {since: 2026-01-01, value: 10%, sources: [nowhere]}\n"), HasSubstr("nowhere"));
}

TEST(AsWritten, AnEventOfAnotherDay) {
  const auto with_dated = [](const std::string& entry) {
    const char* start =
        "drivers: {a: {unit: fraction, value: 20%}}\nevents:\n  e:\n    window: as_of..end\n"
        "    effects: [{on: a, scale: 0.5}]\n    dated:\n      - {since: 2025-01-01, probability: 20%}\n";
    return refusal_of(fmt::format("{}{}", start, entry));
  };
  EXPECT_EQ(with_dated("      - {since: 2026-01-01, hazard: 3%/quarter}\n"), "");
  EXPECT_THAT(with_dated("      - {since: 2026-01-01, probabilty: 3%}\n"), HasSubstr("did you mean 'probability'"));
  EXPECT_THAT(with_dated("      - {since: 2024-01-01, probability: 300%}\n"), HasSubstr("small.yaml:13:"));
}

TEST(AsWritten, ABeliefThatAWhatIfReplaces) {
  const Folder folder;
  folder.write("base.yaml", fmt::format("{}{}", heading, "drivers: {a: {unit: fraction, valeu: zzz}}\n"));
  const auto file = folder.write(
      "x.yaml", "wafercast: scenario/1\nname: X\nextends: base.yaml\ndrivers: {a: {unit: fraction, value: 1%}}\n");
  try {
    read_scenario(file, options());
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("base.yaml:6:"));
    EXPECT_THAT(error.what(), HasSubstr("unknown key 'valeu'"));
  }
}

TEST(AsWritten, AProblemIsToldOnce) {
  const std::string text = refusal_of("drivers: {a: {unit: fraction, value: zzz}}\n");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 0) << text;
}

TEST(AsWritten, ControlCharactersAreShown) {
  const Folder folder;
  const auto file = folder.write("x.yaml",
                                 "wafercast: scenario/1\nname: \"A\\e[31m\\nB\"\nmodel: accelerator_vendor\n"
                                 "as_of: 2025-03-31\nhorizon: 4 quarters\n");
  EXPECT_EQ(read_scenario(file, options()).name, "A\\x1b[31m B");
}

TEST(AsWritten, NewsThatIsOldIsSaidToBe) {
  const Folder folder;
  folder.copy_fixtures();
  const auto age = [&](const char* as_of) {
    return read_scenario(folder.path() / "base.yaml", options_as_of(as_of)).age_of_news;
  };
  EXPECT_EQ(age("2025-03-31"), "");
  EXPECT_EQ(age("2025-06-28"), "");
  EXPECT_EQ(age("2025-06-29"), "the newest row of the data is of 2025-06-28, a day before the as-of date");
  EXPECT_EQ(age("2025-12-28"), "the newest row of the data is of 2025-06-28, 183 days before the as-of date");
}

}  // namespace
}  // namespace wafercast::testing
