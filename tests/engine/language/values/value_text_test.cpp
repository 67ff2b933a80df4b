#include <tests/engine/language/support.hpp>

#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::language {
namespace {

using ::testing::HasSubstr;

double value(std::string_view text, std::string_view unit = "") {
  return read_value(text, Unit::parse(unit).value());
}

std::string belief(std::string_view text, std::string_view unit = "fraction") {
  return wafercast::testing::describe(read_belief_text(text, Unit::parse(unit).value()));
}

template <class Work>
std::string complaint(Work work) {
  try {
    work();
  } catch (const ValueError& error) {
    return std::string(error.what()) + "; " + error.suggestion();
  }
  return "";
}

TEST(Numbers, Forms) {
  EXPECT_DOUBLE_EQ(value("0.7"), 0.7);
  EXPECT_DOUBLE_EQ(value(" +.5 "), 0.5);
  EXPECT_DOUBLE_EQ(value("1e6"), 1e6);
  EXPECT_DOUBLE_EQ(value("-3"), -3.0);
  EXPECT_DOUBLE_EQ(value("−3"), -3.0);
  EXPECT_DOUBLE_EQ(value("35_000"), 35'000.0);
  EXPECT_DOUBLE_EQ(value("1,234,567.5"), 1'234'567.5);
  EXPECT_DOUBLE_EQ(value("70%"), 0.7);
  EXPECT_DOUBLE_EQ(value("0.5pt"), 0.005);
  EXPECT_DOUBLE_EQ(value("50 bp"), 0.005);
  EXPECT_DOUBLE_EQ(value("2k"), 2e3);
  EXPECT_DOUBLE_EQ(value("2M"), 2e6);
  EXPECT_DOUBLE_EQ(value("43.0bn"), 43e9);
  EXPECT_DOUBLE_EQ(value("1.5T"), 1.5e12);
}

TEST(Numbers, ConvertIntoTheUnit) {
  EXPECT_DOUBLE_EQ(value("35_000 USD/package", "USD/package"), 35'000.0);
  EXPECT_DOUBLE_EQ(value("3 bn USD", "M USD"), 3000.0);
  EXPECT_DOUBLE_EQ(value("43bn", "USD"), 43e9);
  EXPECT_DOUBLE_EQ(value("70%", "%"), 70.0);
  EXPECT_DOUBLE_EQ(value("22%", "fraction/year"), 0.22);
  EXPECT_DOUBLE_EQ(value("22%", "%/year"), 22.0);
  EXPECT_DOUBLE_EQ(value("40%/year", "fraction/quarter"), 0.1);
  EXPECT_DOUBLE_EQ(value("1 kwafer/month", "wafer/quarter"), 3000.0);
  EXPECT_DOUBLE_EQ(value("0.7", "USD/package"), 0.7) << "a bare number is in the unit already";
}

TEST(Numbers, RefuseWhatIsUnclear) {
  EXPECT_THAT(complaint([] { value("yes"); }), HasSubstr("'yes' is not a number"));
  EXPECT_THAT(complaint([] { value("nan"); }), HasSubstr("is not a number"));
  EXPECT_THAT(complaint([] { value("inf"); }), HasSubstr("is not a number"));
  EXPECT_THAT(complaint([] { value("0.6.5"); }), HasSubstr("two stand side by side"));
  EXPECT_THAT(complaint([] { value("0.6 0.5"); }), HasSubstr("two stand side by side"));
  EXPECT_THAT(complaint([] { value(""); }), HasSubstr("a number is missing"));
  EXPECT_THAT(complaint([] { value("1e999"); }), HasSubstr("out of range"));
  EXPECT_THAT(complaint([] { value("40*1e308 USD", "USD"); }), HasSubstr("out of range"));  // found by fuzzing
  EXPECT_THAT(complaint([] { value("5/1e300/1e300"); }), HasSubstr("unknown unit"));
  EXPECT_THAT(complaint([] { value("1:30"); }), HasSubstr("unknown unit ':30'"));
  EXPECT_THAT(complaint([] { value("0x10"); }), HasSubstr("unknown unit 'x10'"));
  EXPECT_THAT(complaint([] { value("3,5"); }), HasSubstr("between thousands only"));
  EXPECT_THAT(complaint([] { value("35_00"); }), HasSubstr("between thousands only"));
  EXPECT_THAT(complaint([] { value("1000_000"); }), HasSubstr("is not a number"));
  EXPECT_THAT(complaint([] { value("1.234,5"); }), HasSubstr("',' cannot stand there"));
  EXPECT_THAT(complaint([] { value("1'000"); }), HasSubstr("a point before decimals"));
  EXPECT_THAT(complaint([] { value("0.000_1"); }), HasSubstr("'_' cannot stand there"));
  EXPECT_THAT(complaint([] { value("5-10%"); }), HasSubstr("two stand side by side"));
  EXPECT_THAT(complaint([] { value("5%", "USD"); }), HasSubstr("'USD' is not measured in '%'"));
  EXPECT_THAT(complaint([] { value("43bn", "bn USD"); }), HasSubstr("write the whole unit"));
  EXPECT_THAT(complaint([] { value("5k", "kwafer/month"); }), HasSubstr("write the whole unit"));
  EXPECT_THAT(complaint([] { value("5 USD", "wafer"); }), HasSubstr("another dimension"));
  EXPECT_THAT(complaint([] { read_probability("35"); }), HasSubstr("write 35%"));
  EXPECT_THAT(complaint([] { read_flag("yes"); }), HasSubstr("neither true nor false"));
}

TEST(Numbers, FromAChatAreReadOrTheirCharacterIsNamed) {
  EXPECT_DOUBLE_EQ(value("–5%"), -0.05);
  EXPECT_DOUBLE_EQ(value("\u22125\u00A0%"), -0.05);
  EXPECT_DOUBLE_EQ(value("3\u202Fbn\u00A0USD", "M USD"), 3000.0);
  EXPECT_EQ(belief("60\u00A0% to\u00A085 % (90 %)"), "interval 0.6 0.85 0.9");
  EXPECT_THAT(complaint([] { value("34\u00A0000"); }), HasSubstr("a no-break space, U+00A0"));
  EXPECT_THAT(complaint([] { value("5–10%"); }), HasSubstr("an en dash, U+2013"));
  EXPECT_THAT(complaint([] { value("“5”"); }), HasSubstr("a typographic quotation mark, U+201C"));
  EXPECT_THAT(complaint([] { value("5…10"); }), HasSubstr("an ellipsis, U+2026"));
}

TEST(Beliefs, Intervals) {
  EXPECT_EQ(belief("0.7"), "constant 0.7");
  EXPECT_EQ(belief("60% to 85% (90%)"), "interval 0.6 0.85 0.9");
  EXPECT_EQ(belief("60 to 85% (0.9)"), "interval 0.6 0.85 0.9");
  EXPECT_EQ(belief("-10% to 0 (80%)"), "interval -0.1 0 0.8");
  EXPECT_EQ(belief("65 to 75 kwafer/month (80%)", "wafer/month"), "interval 65000 75000 0.8");
  EXPECT_EQ(belief("65000 to 75000 (80%)", "wafer/month"), "interval 65000 75000 0.8");
  EXPECT_EQ(belief("10% to 40%/year (80%)", "fraction/year"), "interval 0.1 0.4 0.8");
  EXPECT_EQ(belief("between 1 and 3", "USD"), "uniform 1 3");
  EXPECT_EQ(belief("between 10% and 30%"), "uniform 0.1 0.3");
}

TEST(Beliefs, AroundAMiddle) {
  EXPECT_EQ(belief("80 ± 10 (80%)", "USD"), "interval 70 90 0.8");
  EXPECT_EQ(belief("50bn ± 2% (90%)", "USD"), "interval 49000000000 51000000000 0.9") << "relative";
  EXPECT_EQ(belief("200 +/- 50% (90%)", "USD"), "interval 100 300 0.9") << "relative";
  EXPECT_EQ(belief("75% ± 25% (90%)"), "interval 0.5 1 0.9") << "both in per cent: absolute";
  EXPECT_EQ(belief("50% ± 25pt (90%)"), "interval 0.25 0.75 0.9");
}

TEST(Beliefs, RefuseWhatIsUnclear) {
  EXPECT_THAT(complaint([] { belief("60% to 85%"); }), HasSubstr("for example (90%)"));
  EXPECT_THAT(complaint([] { belief("71% ± 1pt"); }), HasSubstr("for example (90%)"));
  EXPECT_THAT(complaint([] { belief("60% to 85% (100%)"); }), HasSubstr("coverage lies between"));
  EXPECT_THAT(complaint([] { belief("60% to 85% (90)"); }), HasSubstr("write 90%"));
  EXPECT_THAT(complaint([] { belief("85% to 60% (90%)"); }), HasSubstr("runs backwards"));
  EXPECT_THAT(complaint([] { belief("71% ± 0pt (90%)"); }), HasSubstr("above zero"));
  EXPECT_THAT(complaint([] { belief("60% to 85 (90%)"); }), HasSubstr("write the unit of both"));
  EXPECT_THAT(complaint([] { belief("between 1 or 3"); }), HasSubstr("has no 'and'"));
}

TEST(Text, Wildcards) {
  EXPECT_TRUE(fits("*", ""));
  EXPECT_TRUE(fits("CY*", "CY2025"));
  EXPECT_TRUE(fits("*.capex", "microsoft.capex"));
  EXPECT_TRUE(fits("a*b*c", "aXbXbc"));
  EXPECT_FALSE(fits("CY*", "2025"));
  EXPECT_FALSE(fits("a", "ab"));
  EXPECT_FALSE(fits("*a", "ab"));
}

TEST(Text, LongTextsAreCutBetweenCharacters) {
  EXPECT_EQ(in_quotes("a\nb"), "'a b'");
  EXPECT_THAT(in_quotes(std::string(59, 'a') + "ää"), HasSubstr(std::string(59, 'a') + "…"));
}

TEST(Intervals, WithASignOnOneNumberAreRefusedWhereBothReadingsMakeOne) {
  EXPECT_THAT(complaint([] { belief("0.4 to 50% (90%)"); }), HasSubstr("may mean 0.4% or 40% to 50%"));
  EXPECT_EQ(belief("40 to 50% (90%)"), belief("40% to 50% (90%)"));
  EXPECT_EQ(belief("0.5 to 3% (90%)"), belief("0.5% to 3% (90%)"));
  EXPECT_EQ(belief("0 to 3% (90%)"), belief("0% to 3% (90%)"));
}

}  // namespace
}  // namespace wafercast::language
