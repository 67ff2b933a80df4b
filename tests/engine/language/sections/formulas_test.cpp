#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;
using Kind = Formula::Term::Kind;

/// Postfix, as people would write it.
std::string postfix(const std::string& formula) {
  const Scenario scenario = read_small("metrics: {m: '" + formula + "'}\n");
  std::string text;
  for (const Formula::Term& term : scenario.formulas.at(0).terms) {
    switch (term.kind) {
      case Kind::number:
        text += fmt::format("{} ", term.number);
        break;
      case Kind::metric:
        text += term.metric + " ";
        break;
      case Kind::change:
        text += "Δ" + term.metric + " ";
        break;
      default:
        text += std::string("~+-*/").substr(
                    static_cast<std::size_t>(term.kind) - static_cast<std::size_t>(Kind::negate), 1) +
                " ";
    }
  }
  return text;
}

TEST(Formulas, AreReadByTheUsualRules) {
  EXPECT_EQ(postfix("revenue + Δbacklog"), "revenue Δbacklog + ");
  EXPECT_EQ(postfix("a - b - c * d / e"), "a b - c d * e / - ");
  EXPECT_EQ(postfix("-(a + 25%) * 3"), "a 0.25 + ~ 3 * ");
  EXPECT_EQ(postfix("a − b × c ÷ 1_000"), "a b c * 1000 / - ");
  EXPECT_EQ(postfix("4×revenue÷2 – 1e-3*a"), "4 revenue * 2 / 0.001 a * - ");
  EXPECT_EQ(postfix("revenue\u00A0+ 3\u00A0* b−25%"), "revenue 3 b * + 0.25 - ");
}

TEST(Formulas, SayWhatIsWrong) {
  const auto refusal = [](const std::string& formula) { return refusal_of("metrics: {m: '" + formula + "'}\n"); };
  EXPECT_THAT(refusal("revenue +"), HasSubstr("the formula ends too early"));
  EXPECT_THAT(refusal("(revenue"), HasSubstr("')' is missing"));
  EXPECT_THAT(refusal("revenue ^ 2"), HasSubstr("'^ 2' is not understood"));
  EXPECT_THAT(refusal("3 furlongs"), HasSubstr("is not understood"));
  EXPECT_THAT(refusal(std::string(100, '(')), HasSubstr("nested too deeply"));
  EXPECT_THAT(refusal_of("metrics: {'Big M': revenue}\n"), HasSubstr("cannot be the name of a metric"));
  EXPECT_THAT(refusal_of("metrics: {m: {unit: USD}}\n"), HasSubstr("needs 'formula'"));
}

TEST(Formulas, HaveAUnitAndATitle) {
  const Formula formula =
      read_small("metrics: {big_orders: {formula: revenue, unit: bn USD, title: Orders}}\n").formulas.at(0);
  EXPECT_EQ(formula.title, "Orders");
  EXPECT_EQ(formula.unit->text(), "bn USD");
  EXPECT_EQ(read_small("metrics: {big_orders: revenue}\n").formulas.at(0).title, "big orders");
}

}  // namespace
}  // namespace wafercast::testing
