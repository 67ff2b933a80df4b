#include <engine/core/instant.hpp>

#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

std::string read(const char* text) {
  const auto instant = parse_instant(text);
  return instant ? to_string(*instant) : "none";
}

TEST(Instant, IsTheSameWhateverTheZone) {
  EXPECT_EQ(read("2026-10-25T02:30:00+02:00"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(read("2026-10-25T02:10:00+01:00"), "2026-10-25T01:10:00Z");
  EXPECT_EQ(read("2026-12-31T23:30:00-0130"), "2027-01-01T01:00:00Z");
  EXPECT_EQ(read("2026-10-25 02:30:00.125Z"), "2026-10-25T02:30:00Z");
  EXPECT_EQ(read("2026-10-25T02:30"), "2026-10-25T02:30:00Z") << "without a zone it is UTC";
}

TEST(Instant, IsNoneOfOtherText) {
  for (const char* text : {"", "2026-10-25", "yesterday", "2026-13-01T00:00:00Z", "2026-10-25T24:00:00Z",
                           "2026-10-25T02:30:00+2", "2026-10-25T02:30:00 CET", "2026-10-25T-1:30:00Z"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
}

TEST(Instant, LengthsAreInWords) {
  EXPECT_EQ(in_words(seconds(3)), "3 seconds");
  EXPECT_EQ(in_words(hours(30)), "30 hours");
  EXPECT_EQ(in_words(hours(49)), "2 days");
  EXPECT_EQ(in_words(hours(24 * 366 * 6)), "6 years");
  EXPECT_EQ(in_words(-hours(24 * 366 * 10)), "10 years");
}

}  // namespace
}  // namespace wafercast::testing
