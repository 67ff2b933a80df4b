#include <tests/engine/learning/quantised.hpp>

#include <engine/learning/posterior_file.hpp>

namespace wafercast {
namespace {

Learnt some_learnt() {
  Learnt learnt;
  learnt.draws = {{"driver.price", 0}, {"driver.price.noise", 3}};
  learnt.scales = {Evidence::Scale::growth};
  learnt.notes = {"learnt from 6 quarters instead of 8"};
  learnt.posterior.members = 4 * block_lanes;
  learnt.posterior.groups = 2;
  learnt.posterior.replaced = 1;
  learnt.posterior.fits = {{{"revenue FY25Q4", 24.1, 0.02}, 24.0, 0.5, 24.1, 0.02, 0.2}};
  std::vector<LaneTable> blocks;
  for (int b = 0; b < 4; ++b) {
    LaneTable& block = blocks.emplace_back(2);
    for (int row = 0; row < 2; ++row) block[row] = Lanes::LinSpaced(b - 1.0, row + 1.0);
  }
  learnt.posterior.z = testing::quantised(blocks);
  return learnt;
}

TEST(PosteriorFile, ReadsBackToTheBit) {
  const Learnt learnt = some_learnt();
  const std::string bytes = posterior_bytes("key", learnt);
  const auto read = read_posterior("key", bytes);
  EXPECT_EQ(read->draws[1].stream, "driver.price.noise");
  EXPECT_EQ(read->draws[1].step, 3U);
  EXPECT_EQ(read->scales, learnt.scales);
  EXPECT_EQ(read->notes, learnt.notes);
  EXPECT_EQ(read->posterior.members, 4 * block_lanes);
  EXPECT_EQ(read->posterior.groups, 2);
  EXPECT_EQ(read->posterior.fits[0].observation.name, "revenue FY25Q4");
  EXPECT_EQ(read->posterior.fits[0].sigmas, 0.2);
  EXPECT_EQ(read->posterior.z.scales(), learnt.posterior.z.scales());
  EXPECT_TRUE(std::ranges::equal(read->posterior.z.codes(), learnt.posterior.z.codes()));
  EXPECT_EQ(posterior_bytes("key", *read), bytes);
}

/// As a file that is mapped lies: the z's at a multiple of 64 bytes, and not copied.
TEST(PosteriorFile, LeavesTheDrawsWhereTheyLie) {
  const Learnt learnt = some_learnt();
  const std::string bytes = posterior_bytes("key", learnt);
  const auto memory =
      std::make_shared<std::vector<Lanes, Eigen::aligned_allocator<Lanes>>>(bytes.size() / sizeof(Lanes) + 1);
  char* const start = reinterpret_cast<char*>(memory->data());
  std::copy(bytes.begin(), bytes.end(), start);
  const auto read = read_posterior("key", {start, bytes.size()}, memory);
  const char* const first = reinterpret_cast<const char*>(read->posterior.z.codes().data());
  EXPECT_GT(first, start);
  EXPECT_LT(first, start + bytes.size());
  EXPECT_TRUE(std::ranges::equal(read->posterior.z.codes(), learnt.posterior.z.codes()));
}

TEST(PosteriorFile, OneOfOtherEvidenceIsRefused) {
  EXPECT_THROW(read_posterior("another key", posterior_bytes("key", some_learnt())), FormatError);
}

TEST(PosteriorFile, GroupsThatDoNotFitAreRefused) {
  Learnt learnt = some_learnt();
  learnt.posterior.groups = 3;
  EXPECT_THROW(read_posterior("key", posterior_bytes("key", learnt)), FormatError);
}

}  // namespace
}  // namespace wafercast
