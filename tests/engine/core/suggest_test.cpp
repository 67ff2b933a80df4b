#include <engine/core/suggest.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

const std::vector<std::string>& names() {
  static const std::vector<std::string> all{"hazard", "probability", "blackwell.price", "blackwell.yield", "on"};
  return all;
}

TEST(DidYouMean, FindsTheNearest) {
  EXPECT_EQ(did_you_mean("hazrad", names()), "did you mean 'hazard'?");           // a swap
  EXPECT_EQ(did_you_mean("probabilty", names()), "did you mean 'probability'?");  // a letter missing
  EXPECT_EQ(did_you_mean("blackwell.prize", names()), "did you mean 'blackwell.price'?");
  EXPECT_EQ(did_you_mean("Hazard", names()), "did you mean 'hazard'?");  // case alone
}

TEST(DidYouMean, StaysSilentWhenNothingIsNear) {
  EXPECT_EQ(did_you_mean("window", names()), "");
  EXPECT_EQ(did_you_mean("in", names()), "");  // one of two letters is more than a third
  EXPECT_EQ(did_you_mean("", names()), "");
  EXPECT_EQ(did_you_mean("hazard", {}), "");
}

TEST(DidYouMean, CountsASwapAsOneEdit) {
  EXPECT_EQ(did_you_mean("abc", {"acb"}), "did you mean 'acb'?");
  EXPECT_EQ(did_you_mean("abc", {"cab"}), "");
}

TEST(DidYouMean, AllowsExactlyAThirdOfTheWord) {
  EXPECT_EQ(did_you_mean("abcdef", {"xbcdey"}), "did you mean 'xbcdey'?");
  EXPECT_EQ(did_you_mean("abcdef", {"xbcyez"}), "");
}

}  // namespace
}  // namespace wafercast
