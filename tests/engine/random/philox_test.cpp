#include <engine/random/philox.hpp>

#include <gtest/gtest.h>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include <random>
#include <sstream>

namespace wafercast {
namespace {

static_assert(std::uniform_random_bit_generator<PhiloxEngine>);
static_assert(std::is_same_v<PhiloxEngine::result_type, std::uint32_t>);

// The known answers of Random123 1.14, kat_vectors, philox4x32 10.
TEST(Philox4x32, GivesTheKnownAnswers) {
  using Counter = Philox4x32::Counter;
  EXPECT_EQ(Philox4x32::block({0, 0, 0, 0}, {0, 0}), (Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t ones = 0xffffffff;
  EXPECT_EQ(Philox4x32::block({ones, ones, ones, ones}, {ones, ones}),
            (Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox4x32::block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(PhiloxEngine, CountsThroughTheBlocksOfItsKey) {
  PhiloxEngine engine(0x299f31d0a4093822);
  for (std::uint32_t block = 0; block < 5; ++block) {
    for (const std::uint32_t word : Philox4x32::block({block, 0, 0, 0}, {0xa4093822, 0x299f31d0})) {
      EXPECT_EQ(engine(), word);
    }
  }
}

TEST(PhiloxEngine, DiscardsAsIfItHadDrawn) {
  for (const unsigned long long before : {0ULL, 1ULL, 3ULL, 4ULL, 6ULL}) {
    for (const unsigned long long count : {0ULL, 1ULL, 2ULL, 3ULL, 4ULL, 5ULL, 7ULL, 8ULL, 1001ULL}) {
      PhiloxEngine jumped(7);
      PhiloxEngine walked(7);
      jumped.discard(before);
      jumped.discard(count);
      for (unsigned long long i = 0; i < before + count; ++i) walked();
      EXPECT_EQ(jumped, walked) << before << " and " << count;
      EXPECT_EQ(jumped(), walked());
    }
  }
}

TEST(PhiloxEngine, DiscardsAcrossTheWordsOfItsCounter) {
  PhiloxEngine engine(7);
  for (int i = 0; i < 4; ++i) engine.discard(0xFFFFFFFFFFFFFFFF);
  engine.discard(4);  // 2⁶⁴ blocks of four words
  EXPECT_EQ(engine(), Philox4x32::block({0, 0, 1, 0}, {7, 0})[0]);
}

TEST(PhiloxEngine, IsSeeded) {
  EXPECT_EQ(PhiloxEngine(), PhiloxEngine(PhiloxEngine::default_seed));
  EXPECT_NE(PhiloxEngine(1), PhiloxEngine(2));
  EXPECT_NE(PhiloxEngine(1), PhiloxEngine(std::uint64_t{1} << 32));
  PhiloxEngine engine(1);
  engine();
  engine.seed(1);
  EXPECT_EQ(engine, PhiloxEngine(1));
  std::seed_seq sequence{1, 2, 3};
  std::seed_seq same{1, 2, 3};
  PhiloxEngine from_sequence(sequence);
  EXPECT_NE(from_sequence, PhiloxEngine());
  engine.seed(same);
  EXPECT_EQ(engine, from_sequence);
}

TEST(PhiloxEngine, IsWrittenAndRead) {
  PhiloxEngine engine(42);
  engine.discard(6);
  std::stringstream text;
  text << std::hex << engine;
  PhiloxEngine read;
  text >> read;
  EXPECT_TRUE(text);
  EXPECT_EQ(read, engine);
  EXPECT_EQ(read(), engine());

  const PhiloxEngine before = read;
  std::stringstream broken("1 2 3 4 5 6 9");
  broken >> read;
  EXPECT_FALSE(broken);
  EXPECT_EQ(read, before);
}

TEST(PhiloxEngine, DrivesTheDistributionsOfTwoLibraries) {
  PhiloxEngine engine(1);
  boost::random::normal_distribution<double> normal(10.0, 2.0);
  boost::random::gamma_distribution<double> gamma(4.0, 0.5);
  boost::random::uniform_int_distribution<int> die(1, 6);
  std::normal_distribution<double> std_normal(10.0, 2.0);
  constexpr int n = 10000;
  double normals = 0.0, gammas = 0.0, dice = 0.0, std_normals = 0.0;
  for (int i = 0; i < n; ++i) {
    normals += normal(engine) / n;
    gammas += gamma(engine) / n;
    dice += static_cast<double>(die(engine)) / n;
    std_normals += std_normal(engine) / n;
  }
  // five standard errors of a mean of n
  EXPECT_NEAR(normals, 10.0, 5 * 2.0 / 100);
  EXPECT_NEAR(std_normals, 10.0, 5 * 2.0 / 100);
  EXPECT_NEAR(gammas, 2.0, 5 * 1.0 / 100);
  EXPECT_NEAR(dice, 3.5, 5 * 1.708 / 100);
}

}  // namespace
}  // namespace wafercast
