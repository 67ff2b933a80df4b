#include <runners/report/text/figures.hpp>

#include <limits>

namespace wafercast {
namespace {

TEST(FigureFormat, TellsMoneyInBillionsAndMillions) {
  const FigureFormat billions = FigureFormat::for_unit("USD", 4.3e10);
  EXPECT_EQ(billions.unit, "bn USD");
  EXPECT_EQ(billions.figure(43.26e9), "43.3");
  EXPECT_EQ(billions.figure(-1.26e9), "−1.3");
  EXPECT_EQ(billions.figure(-1e6), "0.0");
  EXPECT_EQ(FigureFormat::for_unit("USD", 1.9e12).figure(1.9e12), "1,900");
  EXPECT_EQ(FigureFormat::for_unit("USD", 7e6).unit, "M USD");
  EXPECT_EQ(FigureFormat::for_unit("USD", 70'000.0).figure(70'000.0), "70,000");
}

TEST(FigureFormat, KnowsSharesEarningsAndThings) {
  EXPECT_EQ(FigureFormat::for_unit("fraction", 0.7).figure(0.7352), "73.5");
  EXPECT_EQ(FigureFormat::for_unit("USD/share", 0.9).figure(0.893), "0.89");
  EXPECT_EQ(FigureFormat::for_unit("wafer", 72'000.0).unit, "k wafer");
  EXPECT_EQ(FigureFormat::for_unit("", 3.0).unit, "");
}

TEST(FigureFormat, ErrorsAreNeverABareZero) {
  const FigureFormat format = FigureFormat::for_unit("USD", 4.3e10);
  EXPECT_EQ(format.error(2.1e7), "±0.02");
  EXPECT_EQ(format.error(1e3), "<0.01");
  EXPECT_EQ(format.error(0.0), "±0.00");
  EXPECT_EQ(format.error(std::numeric_limits<double>::infinity()), "–");
}

TEST(FigureFormat, ChangesArePercentOrPoints) {
  const FigureFormat money = FigureFormat::for_unit("USD", 4.3e10);
  EXPECT_EQ(money.change(39.3e9, 43.0e9), "+9.4%");
  EXPECT_EQ(money.change(39.3e9, 51.4e9), "+31%");
  EXPECT_EQ(money.change(50e9, 40e9), "−20%");
  EXPECT_EQ(money.change(50e9, 50e9), "0.0%");
  EXPECT_EQ(money.change(-1e9, 40e9), "–");
  EXPECT_EQ(FigureFormat::for_unit("fraction", 0.7).change(0.735, 0.71), "−2.5pt");
}

TEST(Figures, ThousandsAndPercent) {
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'000), "1,000");
  EXPECT_EQ(with_thousands(123'456'789), "123,456,789");
  EXPECT_EQ(percent(0.6321), "63.2%");
  EXPECT_EQ(percent(0.0), "0.0%");
  EXPECT_EQ(percent(0.0001), "<0.1%");
  EXPECT_EQ(percent(0.99995), ">99.9%");
  EXPECT_EQ(percent(1.0), "100.0%");
}

TEST(Figures, BarsGrowWithCounts) {
  EXPECT_EQ(spark_bars({0, 1, 50, 100}), " ▁▅█");
  EXPECT_EQ(spark_bars({0, 0}), "  ");
  EXPECT_EQ(spark_bars({}), "");
}

TEST(Figures, NamesInWords) {
  EXPECT_EQ(in_words("free_cash_flow"), "Free cash flow");
}

}  // namespace
}  // namespace wafercast
