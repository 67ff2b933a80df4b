#include <tests/runners/report/sample.hpp>

#include <runners/files/output_mark.hpp>
#include <runners/files/zip_member.hpp>
#include <runners/report/xlsx/forecast_xlsx.hpp>
#include <runners/report/xlsx/workbook.hpp>

#include <filesystem>
#include <fstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t most_bytes = 1U << 20;

std::string sample_xlsx() {
  return forecast_xlsx(test::sample_forecast(10), test::sample_run(), ::testing::TempDir());
}

std::string member(const std::string& workbook, const char* name) {
  const auto text = zip_member(workbook, name, most_bytes);
  EXPECT_TRUE(text) << name;
  return text.value_or("");
}

TEST(Workbook, CarriesTheMarkInItsProperties) {
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / "marked.xlsx";
  const std::string bytes = sample_xlsx();
  std::ofstream(file, std::ios::binary) << bytes;
  EXPECT_TRUE(carries_mark(OutputKind::spreadsheet, file));
  std::filesystem::remove(file);
}

TEST(Workbook, OfAnotherTitleOrCutShortIsNotOurs) {
  lxw_workbook* const foreign = workbook_new((::testing::TempDir() + "/foreign.xlsx").c_str());
  workbook_add_worksheet(foreign, "Budget");
  workbook_close(foreign);
  EXPECT_FALSE(carries_mark(OutputKind::spreadsheet, ::testing::TempDir() + "/foreign.xlsx"));
  const std::string bytes = sample_xlsx();
  for (std::size_t size = 0; size < bytes.size(); size += 97) {
    EXPECT_FALSE(zip_member(bytes.substr(0, size), "docProps/core.xml", most_bytes)) << size;
  }
  EXPECT_FALSE(zip_member(bytes, "docProps/core.xml", 10)) << "more than may be unpacked";
}

TEST(Workbook, NeedsNoTemporaryFolder) {
  ::setenv("TMPDIR", "/no/such/folder", 1);
  EXPECT_NO_THROW(sample_xlsx());
  ::unsetenv("TMPDIR");
}

TEST(Workbook, GivesEverySheetANameThatSpreadsheetsTake) {
  Workbook book(*parse_date("2026-01-01"), ::testing::TempDir());
  const std::string thirty_one(31, 'x');
  const std::vector<std::pair<std::string, std::string>> names = {
      {"revenue", "revenue"},
      {"Revenue", "Revenue~2"},
      {"History", "History_"},
      {"a/b:c*d?e[f]g\\h", "a_b_c_d_e_f_g_h"},
      {"'quoted'", "_quoted_"},
      {thirty_one + "tail", thirty_one},
      {thirty_one + "other", thirty_one.substr(2) + "~2"},
      {std::string(20, 'y') + "€€€€€€€€€€€€", std::string(20, 'y') + "€€€€€€€€€€€"}};
  for (const auto& [wanted, name] : names) EXPECT_EQ(book.add_sheet(wanted, 0, 0)->name, name);
  EXPECT_NE(book.bytes(), "");
}

TEST(Workbook, SaysNoGrowthOverALoss) {
  Forecast forecast = test::sample_forecast(10);
  RunDescription run = test::sample_run();
  run.brief = {"free_cash_flow"};
  const auto cash = std::ranges::find(forecast.metrics, "free_cash_flow", &MetricForecast::name);
  for (auto& [period, distribution] : cash->periods) {
    for (auto& [p, quantile] : distribution.quantiles) quantile.value = -1e9;
  }
  const std::string with_losses = forecast_xlsx(forecast, run, ::testing::TempDir());
  EXPECT_THAT(member(with_losses, "xl/worksheets/sheet4.xml"), Not(HasSubstr("<f>")));
  for (auto& [period, distribution] : cash->periods) {
    for (auto& [p, quantile] : distribution.quantiles) quantile.value = 1e9;
  }
  EXPECT_THAT(member(forecast_xlsx(forecast, run, ::testing::TempDir()), "xl/worksheets/sheet4.xml"), HasSubstr("<f>"));
}

}  // namespace
}  // namespace wafercast
