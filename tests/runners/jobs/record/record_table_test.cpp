// A company's own table: quarters given by the day on which they ended, whatever its year is.

#include <runners/jobs/record/record_table.hpp>

#include <engine/core/fiscal_calendar.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

namespace wafercast {
namespace {

using std::chrono::month;
using std::chrono::year;
using ::testing::HasSubstr;

/// The last day of the n-th quarter of a record.
using QuarterEnd = std::function<Date(int)>;

QuarterEnd weeks(month last, std::chrono::weekday day) {
  return [=](int n) {
    const FiscalCalendar calendar(last, day);
    return calendar.days_of(FiscalQuarter(2016, 1) + n).last - std::chrono::days(1);
  };
}

QuarterEnd months(month first) {
  return [=](int n) { return Date((year(2016) / first + std::chrono::months(3 * n)) / std::chrono::last); };
}

class RecordTable : public ::testing::Test {
 protected:
  ~RecordTable() override { std::filesystem::remove(file_); }

  History read(const std::string& rows) const {
    std::ofstream(file_) << "period_end,report_date,revenue,outlook\n" << rows;
    return read_record(file_, {});
  }
  std::string refusal(const std::string& rows) const {
    try {
      read(rows);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }

  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / fmt::format("wafercast-record-{}.csv", ::getpid());
};

TEST_F(RecordTable, QuartersByTheirLastDay) {
  const std::pair<const char*, QuarterEnd> calendars[] = {
      {"last Sunday of January", weeks(std::chrono::January, std::chrono::Sunday)},
      {"last Saturday of December", weeks(std::chrono::December, std::chrono::Saturday)},
      {"last Saturday of September", weeks(std::chrono::September, std::chrono::Saturday)},
      {"last Friday of June", weeks(std::chrono::June, std::chrono::Friday)},
      {"31 January", months(std::chrono::January)},
      {"30 June", months(std::chrono::March)},
      {"the Saturday nearest the end of December",
       [](int n) {
         const Date end((year(2016) / 3 + std::chrono::months(3 * n)) / std::chrono::last);
         return end + std::chrono::days(3) - (std::chrono::weekday(end + std::chrono::days(3)) - std::chrono::Saturday);
       }},
  };
  for (const auto& [name, end_of] : calendars) {
    std::string rows;
    for (int n = 0; n < 40; ++n) {
      rows += fmt::format("{},{},{},{}\n", to_string(end_of(n)), to_string(end_of(n) + std::chrono::days(30)), 100 + n,
                          101 + n);
    }
    const History history = read(rows);
    EXPECT_EQ(history.reported.at(record_metrics.sales).size(), 40u) << name << ": one each, and none left out";
  }
}

TEST_F(RecordTable, RefusesAtTheCell) {
  const std::string good = "2024-03-30,2024-04-30,100,110\n";
  EXPECT_THAT(refusal(good + "2024-06-29,2024-07-30,n/a,110\n"), HasSubstr(".csv:3:23: 'n/a' is not a number; leave"));
  EXPECT_THAT(refusal(good + "2024-06-29,2024-07-30,110,0.12\n"),
              HasSubstr(".csv:3:27: the outlook of 0.12 and the revenue of FY24Q2 of 110 are not of one size"));
  EXPECT_THAT(refusal(good + "summer,2024-07-30,110,120\n"), HasSubstr(".csv:3:1: 'summer' is no quarter"));
  EXPECT_THAT(refusal(good + "2024-09-28,2024-10-30,110,120\n"),
              HasSubstr(".csv:3:1: there is nothing between FY24Q1 and FY24Q3"));
}

}  // namespace
}  // namespace wafercast
