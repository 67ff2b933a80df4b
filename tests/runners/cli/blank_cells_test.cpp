// Of the last quarters only revenue, the data center and one gross margin must be known.

#include <tests/runners/cli/csv_rows.hpp>
#include <tests/temporary_folder.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/simulation/plan.hpp>
#include <runners/jobs/runs/models.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace wafercast {
namespace {

using Row = testing::CsvRow;

std::filesystem::path base() {
  return std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios/base.yaml";
}

class BlankCells : public ::testing::Test {
 protected:
  BlankCells() {
    std::filesystem::copy(base().parent_path() / "data", data_, std::filesystem::copy_options::recursive);
    std::ifstream file(data_ / "nvidia_quarterly.csv");
    for (std::string line; std::getline(file, line);) rows_.push_back(testing::split_csv(line));
  }

  void write(const std::vector<Row>& rows) const {
    std::ofstream file(data_ / "nvidia_quarterly.csv");
    for (const Row& row : rows) file << fmt::format("{}\n", fmt::join(row, ","));
  }

  /// What is noted when the model is made of these rows, or the reason for which it is refused.
  std::string outcome(const std::vector<Row>& rows, const char* as_of) const {
    write(rows);
    ScenarioRequest request{.file = base()};
    request.read.as_of = parse_date(as_of);
    request.read.data_folder = data_;
    try {
      const Scenario scenario = read(request);
      const auto model = make_model(scenario);
      compile(scenario, *model);
      return fmt::format("{}", fmt::join(model->notes(), "\n"));
    } catch (const InputError& error) {
      return fmt::format("refused: {}", error.what());
    }
  }

  std::size_t column(const std::string& name) const {
    return static_cast<std::size_t>(std::ranges::find(rows_[0], name) - rows_[0].begin());
  }
  std::vector<Row> without(std::size_t row, std::size_t cell) const {
    std::vector<Row> rows = rows_;
    rows[row][cell].clear();
    return rows;
  }
  std::size_t row_of(const std::string& quarter) const {
    return static_cast<std::size_t>(std::ranges::find_if(rows_, [&](const Row& row) { return row[0] == quarter; }) -
                                    rows_.begin());
  }

  test::TemporaryFolder made_;
  std::filesystem::path data_ = made_.path() / "data";
  std::vector<Row> rows_;
};

TEST_F(BlankCells, EachOfTheLastTwoQuartersInTurn) {
  for (const char* quarter : {"FY27Q1", "FY27Q2"}) {
    for (std::size_t cell = 0; cell < rows_[0].size(); ++cell) {
      if (rows_[0][cell] == "fiscal_quarter" || rows_[0][cell] == "report_date") continue;  // what makes it a row
      const std::string told = outcome(without(row_of(quarter), cell), "2026-09-10");
      EXPECT_FALSE(told.starts_with("refused")) << quarter << ' ' << rows_[0][cell] << ": " << told;
    }
  }
}

TEST_F(BlankCells, RevenueTheDataCenterAndOneMarginAreEnough) {
  std::vector<Row> rows = rows_;
  Row& row = rows[row_of("FY27Q2")];
  for (std::size_t cell = 0; cell < row.size(); ++cell) {
    const std::string& name = rows_[0][cell];
    const bool stays = name == "fiscal_quarter" || name == "report_date" || name == "revenue_musd" ||
                       name == "data_center_musd" || name == "gross_margin_gaap_pct";
    if (!stays) row[cell].clear();
  }
  EXPECT_FALSE(outcome(rows, "2026-09-10").starts_with("refused")) << outcome(rows, "2026-09-10");
  row[column("gross_margin_gaap_pct")].clear();
  EXPECT_TRUE(outcome(rows, "2026-09-10").starts_with("refused"));
}

TEST_F(BlankCells, WhatStandsInTheirPlaceIsSaid) {
  const std::string opex = outcome(without(row_of("FY27Q2"), column("opex_nongaap_musd")), "2026-09-10");
  EXPECT_THAT(opex, ::testing::HasSubstr("opex of FY27Q2 is not known ("));
  EXPECT_THAT(opex, ::testing::HasSubstr("nvidia_quarterly.csv:31, column opex_nongaap_musd); 8300 M USD stands in its "
                                         "place: the outlook for it"));
  const std::string margin = outcome(without(row_of("FY27Q2"), column("gross_margin_nongaap_pct")), "2026-09-10");
  EXPECT_THAT(margin, ::testing::HasSubstr("0.751 stands in its place: its distance from gross_margin_gaap in FY27Q1"));
  // Told no more, they stand at their shares of FY26 Q4: 3,727 of 5,813 of what edge computing sold.
  EXPECT_THAT(outcome(rows_, "2026-09-10"), ::testing::HasSubstr("gaming 4615 M USD"));
}

TEST_F(BlankCells, AnIdentityFillsWithoutAWord) {
  const std::string told = outcome(without(row_of("FY26Q2"), column("gaming_musd")), "2025-08-28");
  EXPECT_EQ(told, "");
}

}  // namespace
}  // namespace wafercast
