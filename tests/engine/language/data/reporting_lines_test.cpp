// What a company reports adds up; what it tells no more is shared out; what it tells again replaces what it told first.

#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

constexpr FiscalQuarter q3(2025, 3), q4(2025, 4);

class ReportingLines : public ::testing::Test {
 protected:
  Scenario read(const std::string& rows, const std::string& extra, const std::string& as_of = "2025-03-31") const {
    folder_.write("data/reported.csv", fmt::format("quarter,day,all,a,b,c\n{}", rows));
    folder_.write("data/again.csv", "quarter,day,a\nFY25Q3,2025-02-26,25\n");
    return read_scenario(
        folder_.write("s.yaml",
                      fmt::format("wafercast: scenario/1\nname: S\nmodel: accelerator_vendor\nas_of: {}\n"
                                  "horizon: 4 quarters\ndata:\n  folder: data\n  tables:\n"
                                  "    reported: {{file: reported.csv, published: day}}\n"
                                  "    again: {{file: again.csv, published: day}}\n"
                                  "observe:\n  history:\n    table: reported\n    quarter: quarter\n    metrics:\n"
                                  "      all: {{column: all, unit: USD}}\n      a: {{column: a, unit: USD}}\n"
                                  "      b: {{column: b, unit: USD}}\n      c: {{column: c, unit: USD}}\n{}",
                                  as_of, extra)),
        options());
  }

  Folder folder_;
};

const char* lines = "    lines: {all: [a, b, c]}\n";

TEST_F(ReportingLines, TheOneBlankFollows) {
  const History h = read("FY25Q3,2024-11-20,60,10,,30\nFY25Q4,2025-02-26,,1,2,3\n", lines).history;
  EXPECT_EQ(h.reported_at("b", q3), 20.0);
  EXPECT_EQ(h.reported_at("all", q4), 6.0);
  EXPECT_TRUE(h.carried.empty());
}

TEST_F(ReportingLines, SeveralBlanksShareWhatIsLeft) {
  const History h = read("FY25Q3,2024-11-20,60,10,20,30\nFY25Q4,2025-02-26,110,10,,\n", lines).history;
  EXPECT_EQ(h.reported_at("b", q4), std::nullopt) << "nobody has reported it";
  EXPECT_DOUBLE_EQ(h.carried_at("b", q4).value(), 40.0);
  EXPECT_DOUBLE_EQ(h.carried_at("c", q4).value(), 60.0);
}

TEST_F(ReportingLines, AFigureToldAgainReplacesTheFirstFromItsDayOn) {
  const std::string rows = "FY25Q3,2024-11-20,60,10,20,30\nFY25Q4,2025-02-26,6,1,2,3\n";
  const std::string restated = "    restated: again\n";
  const History later = read(rows, restated).history;
  EXPECT_EQ(later.reported_at("a", q3), 25.0);
  EXPECT_EQ(later.first_reported_at("a", q3), 10.0);
  EXPECT_EQ(later.first_reported_at("b", q3), 20.0);
  EXPECT_EQ(read(rows, restated, "2024-11-30").history.reported_at("a", q3), 10.0);
}

TEST_F(ReportingLines, ALineIsNoPartOfItself) {
  const std::string rows = "FY25Q3,2024-11-20,60,10,20,30\n";
  EXPECT_THROW(read(rows, "    lines: {all: [a, b], b: [all, c]}\n"), InputError);
  EXPECT_THROW(read(rows, "    lines: {all: [a]}\n"), InputError);
}

}  // namespace
}  // namespace wafercast::testing
