#include <engine/random/normal.hpp>
#include <engine/random/normal_table.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace wafercast {
namespace {

double exact(std::uint32_t word) {
  return normal_quantile((word + 0.5) * 0x1p-32);
}

// Every 4099th word (4099 is prime) and all words of both tails.
template <class Visit>
void for_many_words(Visit visit) {
  for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += 4099) visit(static_cast<std::uint32_t>(word));
  for (std::uint32_t word = 0; word < 100'000; ++word) {
    visit(word);
    visit(~word);
  }
}

TEST(NormalTable, IsWithinItsStatedError) {
  const NormalTable table;
  double worst = 0.0;
  for_many_words([&](std::uint32_t word) { worst = std::max(worst, std::abs(table(word) - exact(word))); });
  RecordProperty("worst_error", std::to_string(worst));
  EXPECT_LT(worst, 1e-9);
  EXPECT_GT(worst, 1e-12) << "better than thought: state the error anew";
}

TEST(NormalTable, IsOddAboutTheMiddle) {
  const NormalTable table;
  for_many_words([&](std::uint32_t word) { ASSERT_EQ(table(word), -table(~word)) << word; });
}

TEST(NormalTable, NeverDecreases) {
  const NormalTable table;
  double last = -10.0;
  for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += 1009) {
    const double z = table(static_cast<std::uint32_t>(word));
    ASSERT_GT(z, last) << word;
    last = z;
  }
}

TEST(NormalTable, FillsManyAsItDoesOne) {
  const NormalTable table;
  std::vector<std::uint32_t> words;
  for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += 40'009) {
    words.push_back(static_cast<std::uint32_t>(word));
  }
  ASSERT_NE(words.size() % 64, 0U) << "choose a step that leaves a rest";
  std::vector<double> z(words.size());
  table.fill(words, z.data());
  for (std::size_t i = 0; i < words.size(); ++i) ASSERT_EQ(z[i], table(words[i])) << words[i];
}

TEST(NormalTable, ReachesAsFarAsItsWords) {
  const NormalTable table;
  EXPECT_NEAR(table(0), -6.33796, 1e-5);
  EXPECT_NEAR(table(~std::uint32_t{0}), 6.33796, 1e-5);
}

}  // namespace
}  // namespace wafercast
