#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

/// Two drivers and the entries of their correlations.
std::string with(const std::string& entry) {
  return fmt::format(
      "drivers:\n  a: {{unit: USD, value: 1 to 2 (90%)}}\n  b: {{unit: USD, value: 1 to 2 (90%)}}\ncorrelations: "
      "[{}]\n",
      entry);
}

TEST(Correlations, NameTheirCopula) {
  const Scenario scenario = read_small(with("{between: [a, b], rank: 0.5, copula: {student: 4}}"));
  EXPECT_EQ(scenario.correlations.at(0).student, 4.0);
  EXPECT_FALSE(scenario.repair_correlations);
  for (const char* copula : {"{student: 0.5}", "{student: 1000}", "{gauss: 3}", "student"}) {
    EXPECT_NE(refusal_of(with(fmt::format("{{between: [a, b], rank: 0.5, copula: {}}}", copula))), "") << copula;
  }
}

TEST(Correlations, AreRepairedWhereThatIsAsked) {
  EXPECT_TRUE(read_small(with("{repair: nearest}")).repair_correlations);
  EXPECT_THAT(refusal_of(with("{repair: any}")), HasSubstr("write nearest"));
  EXPECT_THAT(refusal_of(with("{repair: nearest, rank: 0.1}")), HasSubstr("an entry by itself"));
}

}  // namespace
}  // namespace wafercast::testing
