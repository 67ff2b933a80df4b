// A figure or a unit that cannot be right is refused at its cell, before a number is drawn; what was really told is
// not.

#include <tests/engine/language/support.hpp>

#include <engine/language/data/plausible.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <sstream>
#include <vector>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

Lines lines_of(const fs::path& file) {
  std::istringstream in(read_file(file));
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The cells of a line as they are written, quotes and all.
Lines cells_of(const std::string& line) {
  Lines cells(1);
  bool quoted = false;
  for (const char c : line) {
    quoted = quoted != (c == '"');
    if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

/// The shipped scenarios and data in a folder of their own, where one thing at a time is spoilt.
class Plausible : public ::testing::Test {
 protected:
  Plausible() { fs::copy(shipped(), folder_.path(), fs::copy_options::recursive); }

  static fs::path shipped() { return fs::path(WAFERCAST_SOURCE_DIR) / "scenarios"; }
  fs::path base() const { return folder_.path() / "base.yaml"; }

  std::string refusal(const ReadOptions& how = options()) const {
    try {
      read_scenario(base(), how);
      return {};
    } catch (const InputError& error) {
      return error.what();
    }
  }

  /// Puts a value into the last row whose text fits, and answers `file:line:column:` of the cell.
  std::string spoil(const std::string& file, const std::string& row, const std::string& column,
                    const std::function<std::string(const std::string&)>& change) const {
    Lines lines = lines_of(shipped() / file);
    const Lines header = cells_of(lines.front());
    const auto at = static_cast<std::size_t>(std::ranges::find(header, column) - header.begin());
    std::size_t line = lines.size();
    while (line-- > 1) {
      if (lines[line].find(row) != std::string::npos) break;
    }
    Lines cells = cells_of(lines.at(line));
    cells.at(at) = change(cells.at(at));
    std::size_t before = 1;
    for (std::size_t c = 0; c < at; ++c) before += cells[c].size() + 1;
    lines[line] = fmt::format("{}", fmt::join(cells, ","));
    folder_.write(file, fmt::format("{}\n", fmt::join(lines, "\n")));
    return fmt::format("{}:{}:{}: ", fs::path(file).filename().string(), line + 1, before);
  }
  void mend(const std::string& file) const { folder_.write(file, read_file(shipped() / file)); }

  /// Writes something else into the first part of the scenario that has the text, and answers the part's name.
  std::string rewrite(const std::string& text, const std::string& by) const {
    for (const std::string& part : parts()) {
      std::string scenario = read_file(shipped() / part);
      const auto at = scenario.find(text);
      if (at == std::string::npos) continue;
      folder_.write(part, scenario.replace(at, text.size(), by));
      return part;
    }
    ADD_FAILURE() << "no part has " << text;
    return {};
  }

  static Lines parts() {
    Lines names;
    for (const char* folder : {"nvidia", "shared"}) {
      for (const auto& entry : fs::directory_iterator(shipped() / folder)) {
        names.push_back(folder + ("/" + entry.path().filename().string()));
      }
    }
    std::ranges::sort(names);
    return names;
  }

  Folder folder_;
};

TEST_F(Plausible, WhatWasToldIsReadOnEveryDayOfAReport) {
  const Scenario latest = read_scenario(base(), options());
  for (const auto& [quarter, day] : latest.history.published) {
    EXPECT_THAT(refusal(options_as_of(to_string(day))), Not(HasSubstr(".csv:"))) << to_string(day);
  }
}

// Each at its cell, whatever the column is of.
TEST_F(Plausible, TheNewestFigureOfEveryColumnTimesAThousand) {
  const std::string file = "data/nvidia_quarterly.csv";
  const Lines lines = lines_of(shipped() / file);
  const Lines header = cells_of(lines.front());
  const Scenario latest = read_scenario(base(), options());
  ASSERT_GT(latest.history.columns.size(), 20u);
  for (const auto& [metric, column] : latest.history.columns) {
    const auto at = static_cast<std::size_t>(std::ranges::find(header, column) - header.begin());
    std::string quarter;
    for (const std::string& line : lines) {
      const Lines cells = cells_of(line);
      if (cells.at(at) != column && !cells.at(at).empty()) quarter = cells.front();
    }
    const auto times_a_thousand = [](const std::string& cell) { return fmt::format("{}", 1000.0 * std::stod(cell)); };
    const std::string where = spoil(file, quarter + ",", column, times_a_thousand);
    EXPECT_THAT(refusal(), HasSubstr(where)) << metric;
    mend(file);
  }
}

struct Slip {
  const char* file;
  const char* row;
  const char* column;
  const char* value;
};

TEST_F(Plausible, OneCell) {
  const Slip slips[] = {
      {"data/nvidia_quarterly.csv", "FY27Q2,", "eps_diluted_nongaap", "22.2"},
      {"data/nvidia_quarterly.csv", "FY23Q2,", "eps_diluted_nongaap", "0.51"},  // among larger and smaller ones
      {"data/nvidia_quarterly.csv", "FY27Q2,", "eps_diluted_gaap", "4.92"},     // twice what its income makes
      {"data/nvidia_quarterly.csv", "FY27Q2,", "net_income_nongaap_musd", "5395.4"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "net_income_nongaap_musd", "-53954"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "operating_cash_flow_musd", "-24077"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "revenue_musd", "-96221"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "revenue_musd", "9622.1"},
      {"data/nvidia_quarterly.csv", "FY21Q3,", "revenue_musd", "47260"},
      {"data/nvidia_quarterly.csv", "FY20Q1,", "revenue_musd", "22200"},  // the first of the record
      {"data/nvidia_quarterly.csv", "FY27Q2,", "gross_margin_gaap_pct", "750"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "gross_margin_nongaap_pct", "0.75"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "gross_margin_nongaap_pct", "-75"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "data_center_musd", "8902.3"},    // less than its parts
      {"data/nvidia_quarterly.csv", "FY27Q2,", "edge_computing_musd", "71980"},  // more than is left for it
      {"data/nvidia_quarterly.csv", "FY26Q4,", "gaming_musd", "4727"},           // adds up to a thousand too much
      {"data/nvidia_quarterly.csv", "FY27Q1,", "dc_networking_musd", "78800"},
      {"data/nvidia_quarterly.csv", "FY26Q1,", "inventory_charge_musd",
       "45380"},  // more than the sales it was a part of
      {"data/nvidia_quarterly.csv", "FY26Q1,", "revenue_one_off_musd", "46000"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "guide_next_q_opex_nongaap_musd", "90000"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "guide_next_q_revenue_musd", "108"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "guide_next_q_gm_nongaap_pct", "7.4"},
      {"data/nvidia_quarterly.csv", "FY27Q2,", "revenue_musd", "n/a"},
      {"data/nvidia_restated.csv", "FY26Q1,", "eps_diluted_nongaap", "7.8"},
      {"data/nvidia_restated.csv", "FY26Q1,", "net_income_nongaap_musd", "190940"},
      {"data/nvidia_restated.csv", "FY26Q1,", "dc_acie_musd", "2151.3"},
      {"data/nvidia_restated.csv", "FY26Q1,", "fiscal_quarter", "FY72Q1"},
      {"data/nvidia_restated.csv", "FY26Q1,", "fiscal_quarter", "FY16Q1"},
      {"data/nvidia_restated.csv", "FY26Q2,", "fiscal_quarter", "FY2Q62"},
      {"data/drivers/consensus.csv", "FY27Q2,", "consensus_revenue_busd", "92170"},
      {"data/drivers/consensus.csv", "FY28,", "consensus_revenue_busd", "4.986"},
      {"data/drivers/consensus.csv", "FY27Q1,", "consensus_gm_pct", "0.74"},
      {"data/drivers/cowos_capacity.csv", "tsmc_cowos_kwpm_year_end,2026,", "mid", "130000"},
      {"data/drivers/cowos_capacity.csv", "tsmc_cowos_kwpm_year_end,2026,", "high", "1400"},
      {"data/drivers/cowos_capacity.csv", "nvidia_share_pct,CY2027,", "mid", "0.45"},
      {"data/drivers/cowos_capacity.csv", "nvidia_kwafers,CY2027,", "mid", "1222000"},
      {"data/drivers/hyperscaler_capex.csv", "MSFT,2026Q2,,35.802", "capex_busd", "35802"},
      {"data/drivers/hyperscaler_capex.csv", "ORCL,2026Q3,2026-08-31,28.499", "capex_busd", "284.99"},
      {"data/drivers/capex_guidance.csv", "MSFT,2026-07-29,CY2026", "low_busd", "17.5"},
      {"data/drivers/capex_guidance.csv", "META,2026-07-29,CY2026", "high_busd", "1450"},
  };
  for (const Slip& slip : slips) {
    const std::string where =
        spoil(slip.file, slip.row, slip.column, [&](const std::string&) { return std::string(slip.value); });
    EXPECT_THAT(refusal(), HasSubstr(where)) << slip.row << " " << slip.column << " " << slip.value;
    mend(slip.file);
  }
}

TEST_F(Plausible, AnOddFigureIsReadWhereTheScenarioIsSureOfIt) {
  const auto times_ten = [](const std::string&) { return std::string("22.2"); };
  spoil("data/nvidia_quarterly.csv", "FY27Q2,", "eps_diluted_nongaap", times_ten);
  EXPECT_THAT(refusal(), HasSubstr("eps of FY27Q2 is 22.2 USD/share, 11.9 times the largest of its neighbours, 1.87 "
                                   "USD/share (read as "));
  EXPECT_THAT(refusal(), HasSubstr("write 'sure: [FY27Q2]' there if it is meant"));
  const std::string entry = "{column: eps_diluted_nongaap, unit: USD/share";
  for (const char* sure : {"[FY27Q2]", "FY27Q2", "[FY26Q4, FY27Q2]", "all"}) {
    rewrite(entry, fmt::format("{}, sure: {}", entry, sure));
    EXPECT_THAT(refusal(), IsEmpty()) << sure;
  }
  rewrite(entry, entry + ", sure: [FY27Q1]");
  EXPECT_THAT(refusal(), HasSubstr("eps of FY27Q2 is 22.2")) << "of another quarter";
  rewrite(entry, entry + ", sure: [lately]");
  EXPECT_THAT(refusal(), HasSubstr("'lately' is no quarter of a row"));
}

TEST_F(Plausible, EstimatesTooAreSureByTheirPeriod) {
  spoil("data/drivers/capex_guidance.csv", "META,2026-07-29,CY2026", "high_busd",
        [](const std::string&) { return std::string("1450"); });
  const std::string list = "where: {company: META, period: \"CY*\"}";
  rewrite(list, list + ", sure: [CY2026]");
  EXPECT_THAT(refusal(), IsEmpty());
  rewrite(list, list + ", sure: [CY2025]");
  EXPECT_THAT(refusal(), HasSubstr("high_busd of CY2026"));
}

struct UnitSlip {
  const char* text;
  const char* by;
};

// What a column, or the rows of a table, are called says what they are measured in.
TEST_F(Plausible, OneUnit) {
  const UnitSlip slips[] = {
      {"edge_computing_musd, unit: M USD", "edge_computing_musd, unit: bn USD"},
      {"inventory_charge_musd, unit: M USD", "inventory_charge_musd, unit: \"%\""},
      {"net_income_nongaap_musd, unit: M USD", "net_income_nongaap_musd, unit: bn USD"},
      {"revenue_one_off_musd, unit: M USD", "revenue_one_off_musd, unit: USD"},
      {"accounts_receivable_musd, unit: M USD", "accounts_receivable_musd, unit: k USD"},
      {"gross_margin_gaap_pct, unit: \"%\"", "gross_margin_gaap_pct, unit: fraction"},
      {"gross_margin_nongaap_pct, unit: \"%\"", "gross_margin_nongaap_pct, unit: bp"},
      {"guide_next_q_revenue_musd, unit: M USD", "guide_next_q_revenue_musd, unit: bn USD"},
      {"guide_next_q_opex_nongaap_musd, unit: M USD", "guide_next_q_opex_nongaap_musd, unit: M USD/share"},
      {"consensus_revenue_busd, unit: bn USD", "consensus_revenue_busd, unit: USD/share"},
      {"consensus_revenue_busd, unit: bn USD", "consensus_revenue_busd, unit: M USD"},
      {"consensus_gm_pct, unit: \"%\"", "consensus_gm_pct, unit: fraction"},
      {"high: high\n            unit: kwafer/month", "high: high\n            unit: wafer/month"},
      {"unit: kwafer, source: source}\n      error: 12%", "unit: wafer, source: source}\n      error: 12%"},
      {"mid: capex_busd, unit: bn USD/quarter", "mid: capex_busd, unit: M USD/quarter"},
      {"high: high_busd, unit: bn USD/year", "high: high_busd, unit: USD/year"},
      {"high: high, unit: \"%\", recent: 200 days, times", "high: high, unit: fraction, recent: 200 days, times"},
  };
  for (const UnitSlip& slip : slips) {
    const std::string part = rewrite(slip.text, slip.by);
    EXPECT_THAT(refusal(), HasSubstr(part + ":")) << slip.by;
    mend(part);
  }
}

// A column that the table does not have is told at its name, whatever reads it, and nothing else is told of it.
TEST_F(Plausible, AColumnThatIsMissing) {
  std::string scenario;
  for (const std::string& part : parts()) scenario += read_file(shipped() / part);
  std::set<std::string> names;
  for (const std::string key :
       {"column: ", "low: ", "mid: ", "high: ", "source: ", "period: ", "quarter: ", "period_end: "}) {
    for (auto at = scenario.find(key); at != std::string::npos; at = scenario.find(key, at + 1)) {
      const auto end = scenario.find_first_of(",}\n ", at + key.size());
      names.insert(scenario.substr(at, end - at));
    }
  }
  ASSERT_GT(names.size(), 30u);
  for (const std::string& name : names) {
    if (name.find_first_of("[{\"") != std::string::npos) continue;
    const std::string part = rewrite(name, name + "_x");
    const std::string told = refusal();
    mend(part);
    EXPECT_THAT(told, HasSubstr("has no column '")) << name;
    EXPECT_EQ(std::ranges::count(told, '\n'), 0) << told;
  }
}

TEST(Oddity, ALossAfterSmallProfitsIsNone) {
  const Unit usd = *Unit::parse("USD");
  const std::vector<double> income = {974e6, 786e6, 447e6, 66e6, 21e6, -139e6, 27e6, 299e6, 667e6, 123e6};
  std::vector<language::Figure> figures;
  for (const double value : income)
    figures.push_back({.value = value, .metric = "net_income", .period = "", .where = {}, .stated = {}});
  std::vector<language::Figure*> in_order;
  for (language::Figure& figure : figures) in_order.push_back(&figure);
  Diagnostics diagnostics;
  language::check_column(in_order, usd, language::reach_of_reported, diagnostics);
  EXPECT_FALSE(diagnostics.any());
}

}  // namespace
}  // namespace wafercast::testing
