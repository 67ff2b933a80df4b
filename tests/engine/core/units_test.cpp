#include <engine/core/units.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

double factor(const char* from, const char* to) {
  const auto a = Unit::parse(from);
  const auto b = Unit::parse(to);
  if (!a || !b) return -1.0;
  return a->factor_to(*b).value_or(-2.0);
}

TEST(Unit, ConvertsWithinADimension) {
  struct Case {
    const char* from;
    const char* to;
    double factor;
  };
  const Case cases[] = {
      {"wafer/month", "wafer/quarter", 3.0},
      {"kwafer/quarter", "wafer/month", 1000.0 / 3.0},
      {"wafers/week", "wafer/quarter", 13.0},
      {"wafer/day", "wafer/quarter", 91.0},
      {"year", "months", 12.0},
      {"quarter", "weeks", 13.0},
      {"bn USD", "USD", 1e9},
      {"bnUSD", "M USD", 1e3},
      {"T USD", "bn USD", 1e3},
      {"bn USD/year", "M USD/quarter", 250.0},
      {"kUSD/package", "USD/package", 1e3},
      {"USD / k package", "USD/package", 1e-3},
      {"M", "k", 1e3},
      {"%", "fraction", 0.01},
      {"pt", "fraction", 0.01},
      {"bp", "%", 0.01},
      {"%/year", "fraction/quarter", 0.0025},
      {"TB", "GB", 1000.0},
      {"gigabytes", "GB", 1.0},
      {"units", "device", 1.0},
      {"M units/quarter", "device/year", 4e6},
      {"USD/GB", "USD/TB", 1000.0},
      {"USD*share", "share USD", 1.0},
      {"device/rack", "units/racks", 1.0},
      {"USD/task/year", "USD/task*quarter", 0.25},
      {"1/year", "1/quarter", 0.25},
      {"1000 wafer", "kwafer", 1.0},
      {"", "fraction", 1.0},
  };
  for (const Case& c : cases) EXPECT_DOUBLE_EQ(factor(c.from, c.to), c.factor) << c.from << " -> " << c.to;
}

TEST(Unit, DoesNotConvertAcrossDimensions) {
  EXPECT_EQ(factor("USD", "wafer"), -2.0);
  EXPECT_EQ(factor("wafer/month", "wafer"), -2.0);
  EXPECT_EQ(factor("%/year", "%"), -2.0);
  EXPECT_FALSE(Unit::parse("USD/share")->same_dimension(*Unit::parse("USD")));
}

TEST(Unit, RefusesUnknownWords) {
  for (const char* text : {"EUR", "USDs", "waferss", "kkwafer", "wafer/", "wafer//month", "/", "usd", "Wafer", "0 USD",
                           "-1 USD", "inf", "nan USD", "USD per wafer", "%s"}) {
    EXPECT_FALSE(Unit::parse(text)) << text;
  }
}

TEST(Unit, KnowsPlainNumbersAndItsText) {
  EXPECT_TRUE(Unit().is_plain_number());
  EXPECT_TRUE(Unit::parse("%")->is_plain_number());
  EXPECT_TRUE(Unit::parse("USD/USD")->is_plain_number());
  EXPECT_FALSE(Unit::parse("quarter")->is_plain_number());
  EXPECT_EQ(Unit::parse("bn USD/year")->text(), "bn USD/year");
}

}  // namespace
}  // namespace wafercast
