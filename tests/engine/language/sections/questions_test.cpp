#include <tests/engine/language/support.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace wafercast::testing {
namespace {

Question ask(const std::string& text) {
  const Folder folder;
  folder.copy_fixtures();
  const std::string child = "wafercast: scenario/1\nextends: base.yaml\nquestions: {q: '" + text + "'}\n";
  return read_scenario(folder.write("s.yaml", child), options()).questions.back();
}

TEST(Questions, Periods) {
  EXPECT_EQ(to_string(ask("revenue[FY26Q1]").period), "FY26Q1");
  EXPECT_EQ(to_string(ask("revenue[+1]").period), "FY26Q1");
  EXPECT_EQ(to_string(ask("revenue[+8]").period), "FY27Q4");
  EXPECT_EQ(to_string(ask("revenue[FY+0]").period), "FY26");
  EXPECT_EQ(to_string(ask("revenue[FY27]").period), "FY27");
  EXPECT_EQ(to_string(ask("revenue[2025Q3]").period), "FY26Q3") << "the fiscal quarter that holds its middle";
  EXPECT_EQ(to_string(ask("revenue[CY2026]").period), "FY27");
  EXPECT_EQ(to_string(ask("revenue[2026-10]").period), "FY27Q3");
}

TEST(Questions, BeyondAShortenedHorizonAreLeftOut) {
  const Folder folder;
  folder.copy_fixtures();
  const std::string child =
      "wafercast: scenario/1\nextends: base.yaml\nquestions: {near: 'revenue[+2]', far: 'revenue[+3]'}\n";
  ReadOptions two_quarters = options();
  two_quarters.quarters = 2;
  std::vector<std::string> names;
  for (const Question& q : read_scenario(folder.write("s.yaml", child), two_quarters).questions)
    names.push_back(q.name);
  EXPECT_NE(std::ranges::find(names, "near"), names.end());
  EXPECT_EQ(std::ranges::find(names, "far"), names.end());
}

TEST(Questions, Distributions) {
  const Question q = ask(" gross_margin [ +4 ] ");
  EXPECT_EQ(q.metric, "gross_margin");
  EXPECT_FALSE(q.threshold.has_value());
  EXPECT_TRUE(q.given.empty());
}

TEST(Questions, Thresholds) {
  EXPECT_DOUBLE_EQ(ask("P(revenue[+1] > 43.0e9)").threshold->value, 43e9);
  EXPECT_DOUBLE_EQ(ask("P(revenue[+1] > 43bn)").threshold->value, 43e9);
  EXPECT_DOUBLE_EQ(ask("P(revenue[+1] > 43 bn USD)").threshold->value, 43e9);
  EXPECT_DOUBLE_EQ(ask("P(gross_margin[+1] >= 75%)").threshold->value, 0.75);
  EXPECT_DOUBLE_EQ(ask("P(revenue[+1] > guided.revenue * 1.02)").threshold->value, 43e9 * 1.02);
  EXPECT_DOUBLE_EQ(ask("P(revenue[+1]\u00A0> 1.02×guided.revenue)").threshold->value, 43e9 * 1.02);
  EXPECT_DOUBLE_EQ(ask("P(revenue[+1] < reported.revenue)").threshold->value, 39'331e6);
  EXPECT_DOUBLE_EQ(ask("P(revenue[+1] < 2 * reported.revenue * 50%)").threshold->value, 39'331e6);
}

TEST(Questions, Comparisons) {
  EXPECT_EQ(ask("P(revenue[+1] > 1)").threshold->comparison, Comparison::above);
  EXPECT_EQ(ask("P(revenue[+1]>=1)").threshold->comparison, Comparison::at_least);
  EXPECT_EQ(ask("P(revenue[+1] ≥ 1)").threshold->comparison, Comparison::at_least);
  EXPECT_EQ(ask("P(revenue[+1] < 1)").threshold->comparison, Comparison::below);
  EXPECT_EQ(ask("P(revenue[+1] <= 1)").threshold->comparison, Comparison::at_most);
}

TEST(Questions, Given) {
  EXPECT_TRUE(ask("revenue[FY+1] given export_tightening").given.at(0).happened);
  const Question q = ask("P(revenue[+1] > 1) given not export_tightening");
  ASSERT_EQ(q.given.size(), 1u);
  EXPECT_EQ(q.given[0].event, "export_tightening");
  EXPECT_FALSE(q.given[0].happened);
  EXPECT_EQ(q.text, "P(revenue[+1] > 1) given not export_tightening");
  const Question both = ask("revenue[FY+1] given export_tightening and not delay");
  ASSERT_EQ(both.given.size(), 2u);
  EXPECT_TRUE(both.given[0].happened);
  EXPECT_EQ(both.given[1].event, "delay");
  EXPECT_FALSE(both.given[1].happened);
}

TEST(Questions, AWrongHorizonIsToldOnce) {
  const Folder folder;
  folder.copy_fixtures();
  const auto file = folder.write("far.yaml",
                                 "wafercast: scenario/1\nname: Far\nextends: base.yaml\nhorizon: 4000 quarters\n"
                                 "questions: {q: 'P(revenue[+4] > 1bn)'}\n");
  try {
    read_scenario(file, options());
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.diagnostics().size(), 1u) << error.what();
  }
}

}  // namespace
}  // namespace wafercast::testing
