// An outlook that is given by hand.

#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

History read(const std::string& guidance) {
  const Folder folder;
  folder.write(
      "t.csv",
      "published,quarter,revenue,margin,outlook\n2024-11-20,FY25Q3,35082,75,37500\n2025-02-26,FY25Q4,39331,73.5,"
      "43000\n");
  const std::string file = folder.write("s.yaml", fmt::format(R"({}
data: {{tables: {{t: {{file: t.csv, published: published}}}}}}
sources:
  call: {{title: a call, published: 2025-03-20}}
  later: {{title: a later call, published: 2025-04-20}}
observe:
  history:
    table: t
    quarter: quarter
    metrics: {{revenue: {{column: revenue, unit: M USD}}, gross_margin: {{column: margin, unit: "%"}}}}
    guided: {{revenue: {{column: outlook, unit: M USD}}}}
  guidance: {}
)",
                                                              heading, guidance));
  return read_scenario(file, options()).history;
}

TEST(Guidance, ByHandTakesThePlaceOfTheTables) {
  const History history =
      read("{quarter: FY26Q1, metrics: {revenue: 45bn USD ± 2%, gross_margin: 71%}, sources: [call]}");
  EXPECT_DOUBLE_EQ(*history.guided_at("revenue", {2026, 1}), 45e9);
  EXPECT_DOUBLE_EQ(*history.guided_at("gross_margin", {2026, 1}), 0.71);
  EXPECT_DOUBLE_EQ(*history.guided_at("revenue", {2025, 4}), 37500e6) << "others stay";
}

TEST(Guidance, CountsFromItsDayOn) {
  const History history = read("[{quarter: FY26Q1, metrics: {revenue: 45bn USD}, sources: [later]}]");
  EXPECT_DOUBLE_EQ(*history.guided_at("revenue", {2026, 1}), 43e9);
}

TEST(Guidance, SaysWhatIsWrong) {
  const auto refusal = [](const std::string& guidance) -> std::string {
    try {
      read(guidance);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_THAT(refusal("{quarter: FY26Q1, metrics: {revenue: 43}, sources: [call]}"),
              HasSubstr("an outlook of 43 USD where 39.3 bn USD was reported; write its unit, as in 43bn USD"));
  EXPECT_THAT(refusal("{quarter: FY26Q1, metrics: {revenu: 45bn USD}, sources: [call]}"),
              HasSubstr("did you mean 'revenue'"));
  EXPECT_THAT(refusal("{quarter: 2026, metrics: {revenue: 45bn USD}, sources: [call]}"),
              HasSubstr("is not a fiscal quarter"));
  EXPECT_THAT(refusal("{quarter: FY26Q1, metrics: {revenue: 45%}, sources: [cal]}"), HasSubstr("unknown source 'cal'"));
  EXPECT_THAT(refusal("{quarter: FY26Q1, metrics: {revenue: 45 wafer}, sources: [call]}"), HasSubstr("wafer"));
  EXPECT_THAT(refusal("{quarter: FY26Q1, metrics: {revenue: 45bn USD}}"), HasSubstr("needs 'sources'"));
}

}  // namespace
}  // namespace wafercast::testing
