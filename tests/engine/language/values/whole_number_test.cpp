#include <engine/language/syntax/text.hpp>
#include <engine/language/values/whole_number.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace wafercast::language {
namespace {

constexpr WholeRange any{0, std::numeric_limits<std::uint64_t>::max()};

TEST(WholeNumbers, AreDecimalAndExact) {
  const std::pair<const char*, std::uint64_t> cases[] = {
      {"0", 0},
      {"-0", 0},
      {"8", 8},
      {"010", 10},
      {"0008", 8},
      {" 42 ", 42},
      {"+7", 7},
      {"65_536", 65536},
      {"1,000,000", 1'000'000},
      {"100k", 100'000},
      {"1.5M", 1'500'000},
      {"1e6", 1'000'000},
      {"2 bn", 2'000'000'000},
      {"9007199254740993", 9'007'199'254'740'993u},
      {"18446744073709551615", any.most},
      {"18_446_744_073_709_551_615", any.most},
  };
  for (const auto& [text, number] : cases) EXPECT_EQ(read_whole(text, any), number) << text;
}

TEST(WholeNumbers, OthersAreRefusedAndNeverWrapped) {
  for (const char* text :
       {"", "-1", "1.5", "18446744073709551616", "36893488147419103233", "1e20", "1e400", "nan", "inf", "abc", "0x10",
        "1e-3", "100%", "1 USD", "1,5", "34 000", "1234567890123456789012345678901234567890", "5–10"}) {
    EXPECT_THROW(read_whole(text, any), ValueError) << text;
  }
  EXPECT_THROW(read_whole("0", {1, 40}), ValueError);
  EXPECT_THROW(read_whole("41", {1, 40}), ValueError);
  EXPECT_EQ(read_whole("40", {1, 40}), 40u);
}

}  // namespace
}  // namespace wafercast::language
