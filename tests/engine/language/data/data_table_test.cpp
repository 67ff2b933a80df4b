#include <tests/engine/language/support.hpp>

#include <engine/language/data/data_table.hpp>
#include <engine/language/syntax/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::language {
namespace {

using wafercast::testing::Folder;
using wafercast::testing::options_as_of;

constexpr auto far_future = "2999-01-01";

std::optional<DataTable> read(const Folder& folder, std::string_view csv, std::string_view as_of,
                              Diagnostics& diagnostics) {
  const TableSource source{folder.write("t.csv", csv), "date", {"s.yaml", 1, 1}, {"s.yaml", 2, 1}};
  return read_table(source, parse_date(as_of).value(), diagnostics);
}

DataTable read(std::string_view csv, std::string_view as_of = far_future) {
  const Folder folder;
  Diagnostics diagnostics;
  auto table = read(folder, csv, as_of, diagnostics);
  diagnostics.throw_if_any();
  return table.value();
}

std::string refusal(std::string_view csv) {
  const Folder folder;
  Diagnostics diagnostics;
  read(folder, csv, far_future, diagnostics);
  return diagnostics.any() ? InputError(diagnostics.found()).what() : "";
}

TEST(DataTable, QuotedCellsAndLines) {
  const DataTable t = read("date,note\n2025-01-01,\"a, \"\"b\"\"\nc\"\n\n2025-01-02,x\r\n2025-01-03,last");
  ASSERT_EQ(t.rows.size(), 3u);
  EXPECT_EQ(t.rows[0].cells[1], "a, \"b\"\nc");
  EXPECT_EQ(t.rows[0].line, 2);
  EXPECT_EQ(t.rows[1].line, 5);
  EXPECT_EQ(t.rows[2].line, 6);
  EXPECT_EQ(t.rows[2].cells[1], "last");
}

TEST(DataTable, LaterRowsLeaveNoTrace) {
  const std::string known = "date,v\n2025-01-01,1\n2025-01-02,2\n";
  const DataTable before = read(known, "2025-01-02");
  const DataTable after = read(known + "2025-01-03,9e99\n", "2025-01-02");
  const DataTable between = read("date,v\n2025-01-01,1\n2026-01-03,x\n2025-01-02,2", "2025-01-02");
  EXPECT_EQ(before.rows.size(), 2u);
  EXPECT_EQ(after.rows.size(), 2u);
  EXPECT_EQ(before.digest, after.digest);
  EXPECT_EQ(before.digest, between.digest);
  EXPECT_NE(before.digest, read("date,v\n2025-01-01,1\n2025-01-02,3\n").digest);
  EXPECT_NE(before.digest, read(known, "2025-01-01").digest);
}

TEST(DataTable, NewestPublication) {
  const Folder folder;
  Diagnostics diagnostics;
  const TableSource source{folder.write("t.csv", "date,v\n2025-01-09,1\n2025-01-02,2\n"), "date", {}, {}};
  EXPECT_EQ(*publications(source, diagnostics).rbegin(), *parse_date("2025-01-09"));
}

TEST(DataTable, RefusesWithPlaces) {
  EXPECT_THAT(refusal("date,v\n2025-01-01,1\n,2\n"),
              ::testing::HasSubstr("t.csv:3:1: '' in column 'date' is not a date"));
  EXPECT_THAT(refusal("v,date\n1,2025-01-01\n2,soon\n"),
              ::testing::HasSubstr("t.csv:3:3: 'soon' in column 'date' is not a date"));
  EXPECT_THAT(refusal("date,v,w,v\n"), ::testing::HasSubstr("t.csv:1:10: two columns are named 'v'"));
  EXPECT_THAT(refusal("date,v\n2025-01-01\n"), ::testing::HasSubstr("t.csv:2:1: the row has 1 cells and the header 2"));
  EXPECT_THAT(refusal("date,v\n2025-01-01,\"a\"b\n"), ::testing::HasSubstr("t.csv:2:1: not readable as CSV"));
  EXPECT_THAT(refusal("date,v\n2025-01-01,\"a\n"), ::testing::HasSubstr("a quoted cell has no end"));
  EXPECT_THAT(refusal("dat,v\n"), ::testing::HasSubstr("s.yaml:2:1: "));
  EXPECT_THAT(refusal("dat,v\n"), ::testing::HasSubstr("did you mean 'dat'?"));
  EXPECT_THAT(refusal(""), ::testing::HasSubstr("is empty"));
}

// Each with words for whoever saved the file, never with what a parser stumbles over.
TEST(DataTable, OtherTextsThanUtf8WithCommasAreNamed) {
  using ::testing::HasSubstr;
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"date;v\n2025-01-01;1,5\n", "t.csv:1:1: the columns are separated by ';'; save the table with commas"},
      {"date\tv\n2025-01-01\t1\n", "t.csv:1:1: the columns are separated by tabs"},
      {"date|v\n2025-01-01|1\n", "t.csv:1:1: the columns are separated by '|'"},
      {"sep=;\ndate;v\n", "t.csv:1:1: the columns are separated by ';'"},
      {std::string("\xFF\xFE") + std::string("d\0a\0t\0e\0", 8), "t.csv:1:1: the table is UTF-16 text"},
      {std::string("d\0a\0t\0e\0", 8), "t.csv:1:1: the table is UTF-16 text"},
      {"date,v\r2025-01-01,1\r", "t.csv:1:7: a line that ends with CR alone"},
      {"date,v\n2025-01-01,1\r2025-01-02,2\n", "t.csv:2:13: a line that ends with CR alone"},
      {"date,v\n2025-01-01,Soci\xE9t\xE9\n",
       "t.csv:2:16: a byte that is not UTF-8 (0xe9, of an older character set); save the table as UTF-8"},
      {"date,v\nü2025-01-01,\x80\n", "t.csv:2:13: a byte that is not UTF-8 (0x80"},
  };
  for (const auto& [text, message] : texts) EXPECT_THAT(refusal(text), HasSubstr(message)) << text;
}

TEST(DataTable, CellsStandWhereTheyStart) {
  const DataTable t = read("date,note,v\n2025-01-01,\"ü, \"\"b\"\"\nc\",7\n2025-01-02,é,8\n");
  EXPECT_EQ(t.at(t.rows[0], 1), (SourceLocation{t.file, 2, 12}));
  EXPECT_EQ(t.at(t.rows[0], 2), (SourceLocation{t.file, 3, 4})) << "behind a line break in quotes";
  EXPECT_EQ(t.at(t.rows[1], 2), (SourceLocation{t.file, 4, 14})) << "in characters";
}

TEST(DataTable, BlanksAroundNamesAndFiguresDoNotCount) {
  const DataTable t = read("date, v\u00A0\n\u00A02025-01-01 ,\u202F1234\u00A0\n");
  EXPECT_EQ(t.column("v"), 1u);
  EXPECT_DOUBLE_EQ(number_in(t.rows[0], 1).value(), 1234.0);
}

TEST(DataTable, NumbersInCells) {
  const DataTable t = read("date,v\n2025-01-01,\"1,234.5\"\n2025-01-01,\n2025-01-01,-1e3\n2025-01-01,−2\n");
  EXPECT_DOUBLE_EQ(number_in(t.rows[0], 1).value(), 1234.5);
  EXPECT_FALSE(number_in(t.rows[1], 1).has_value()) << "empty is not known, never zero";
  EXPECT_DOUBLE_EQ(number_in(t.rows[2], 1).value(), -1000.0);
  EXPECT_DOUBLE_EQ(number_in(t.rows[3], 1).value(), -2.0);
}

TEST(DataTable, OtherCellsAreRefusedWithWhatToWrite) {
  const std::vector<std::pair<std::string, std::string>> cells = {
      {"n/a", "empty"},
      {"N/A", "empty"},
      {"-", "empty"},
      {"—", "empty"},
      {"nan", "empty"},
      {".", "empty"},
      {"#REF!", "empty"},
      {"(156)", "-156"},
      {"5%", "number alone"},
      {"$5", "number alone"},
      {"1 234", "number alone"},
      {"12 M", "number alone"},
      {"\"1.234,5\"", "number alone"},
      {"\"1,5\"", "number alone"},
      {"1e999", "number alone"},
  };
  for (const auto& [cell, way_out] : cells) {
    const DataTable t = read("date,v\n2025-01-01," + cell + "\n");
    try {
      number_in(t.rows[0], 1);
      ADD_FAILURE() << cell;
    } catch (const ValueError& problem) {
      EXPECT_THAT(problem.suggestion(), ::testing::HasSubstr(way_out)) << cell;
    }
  }
}

/// Everything in the tables that was published after the as-of date is made absurd, and more is added.
void poison(const Folder& folder, const std::string& name, const std::string& row) {
  folder.write("data/" + name, wafercast::testing::read_file(folder.path() / "data" / name) + row);
}

TEST(AsOf, WhatWasPublishedLaterChangesNothing) {
  for (const char* as_of : {"2025-02-26", "2025-03-31", "2025-05-28"}) {
    const Folder folder;
    folder.copy_fixtures();
    const auto file = folder.path() / "base.yaml";
    const std::string before = wafercast::testing::describe(read_scenario(file, options_as_of(as_of)));
    poison(folder, "reported.csv", "FY30Q1,2025-06-28,1e30,-900,1e30,5000\nFY24Q1,2026-01-01,1,1,1,1\n");
    poison(folder, "capacity.csv", "2025-07-28,Nobody,year_end,2026,,1e9,,\n2025-07-28,Nobody,year_end,never,x,y,z,\n");
    poison(folder, "capex.csv", "MSFT,2024Q3,99999,cash,2025-07-30\nMSFT,2029Q4,0,cash,2025-07-30\n");
    EXPECT_EQ(before, wafercast::testing::describe(read_scenario(file, options_as_of(as_of)))) << as_of;
  }
}

TEST(AsOf, APoisonedRowThatWasKnownDoesChangeIt) {
  const Folder folder;
  folder.copy_fixtures();
  const auto file = folder.path() / "base.yaml";
  const std::string before = wafercast::testing::describe(read_scenario(file, options_as_of("2025-03-31")));
  poison(folder, "capacity.csv", "2025-03-31,Nobody,year_end,2026,,99,,\n");
  EXPECT_NE(before, wafercast::testing::describe(read_scenario(file, options_as_of("2025-03-31"))));
}

}  // namespace
}  // namespace wafercast::language
