#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

std::string belief(const std::string& value) {
  return describe(
      driver(read_small("drivers:\n  a: {unit: USD, value: " + value + "}\n"), "a").knots.at(0).value.belief);
}

TEST(BeliefForms, AMetalogByNameIsThatOfItsQuantiles) {
  EXPECT_EQ(belief("{metalog: {p5: 1, p50: 2, p95: 4}}"), belief("{p5: 1, p50: 2, p95: 4}"));
}

TEST(BeliefForms, AMixtureIsOfBeliefsOfAnyKind) {
  EXPECT_EQ(
      belief("{mixture: [{probability: 70%, value: 10 to 20 (90%)}, {probability: 30%, value: {pert: [30, 40, 60]}}]}"),
      "mixture 0.7:(interval 10 20 0.9) 0.3:(pert 30 40 60)");
  EXPECT_EQ(
      belief(
          "{mixture: [{probability: 0.5, value: 1}, {probability: 0.5, value: {mixture: [{probability: 20%, value: 3}, "
          "{probability: 80%, value: between 4 and 5}]}}]}"),
      "mixture 0.5:(constant 1) 0.5:(mixture 0.2:(constant 3) 0.8:(uniform 4 5))");
}

/// A scenario with a table of yields, in per cent; the last row is of a later day.
std::string with_table(const Folder& folder, const std::string& value, const std::string& as_of = "2025-03-31") {
  folder.write("yields.csv",
               "seen,line,yield\n2024-01-05,a,60\n2024-02-05,b,70\n2024-03-05,a,65\n2024-04-05,a,\n2024-05-05,a,72\n"
               "2024-06-05,a,71\n2024-07-05,a,80\n2025-06-30,a,99\n");
  const auto file = folder.write(
      "s.yaml",
      fmt::format("{}data: {{tables: {{yields: {{file: yields.csv, published: seen}}}}}}\ndrivers:\n  a: {{unit: "
                  "fraction, value: {}}}\n",
                  heading, value));
  return describe(driver(read_scenario(file, options_as_of(as_of)), "a").knots.at(0).value.belief);
}

TEST(BeliefForms, EmpiricalValuesAreThoseThatWerePublic) {
  const Folder folder;
  EXPECT_EQ(with_table(folder, "{empirical: {table: yields, column: yield, unit: '%'}}"),
            "empirical 0.6 0.65 0.7 0.71 0.72 0.8");
  EXPECT_EQ(
      with_table(folder, "{empirical: {table: yields, column: yield, unit: '%', where: {line: a}}}", "2025-07-01"),
      "empirical 0.6 0.65 0.71 0.72 0.8 0.99");
  EXPECT_EQ(with_table(folder,
                       "{mixture: [{probability: 10%, value: 0.5}, {probability: 90%, value: {empirical: "
                       "{table: yields, column: yield, unit: '%', where: {line: 'b*'}}}}]}"),
            "mixture 0.1:(constant 0.5) 0.9:(empirical 0.7)");
}

TEST(BeliefForms, EmpiricalBeliefsNameATableAColumnAndRowsThatAreThere) {
  const auto refusal = [](const std::string& value) -> std::string {
    const Folder folder;
    try {
      with_table(folder, value);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_THAT(refusal("{empirical: {table: yield, column: yield}}"), HasSubstr("unknown table 'yield'"));
  EXPECT_THAT(refusal("{empirical: {table: yields, column: yeld}}"), HasSubstr("yeld"));
  EXPECT_THAT(refusal("{empirical: {table: yields, column: yield, where: {line: c}}}"), HasSubstr("no row of"));
  EXPECT_THAT(refusal("{empirical: {table: yields, column: yield, unit: USD}}"), HasSubstr("does not convert into"));
  EXPECT_THAT(refusal("{empirical: {table: yields, column: line}}"), HasSubstr("yields.csv:2"));
}

}  // namespace
}  // namespace wafercast::testing
