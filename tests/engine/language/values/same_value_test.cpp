// Equal values in another spelling are equal, and others are not.

#include <engine/language/values/same_value.hpp>

#include <gtest/gtest.h>

namespace wafercast::language {
namespace {

bool same(const std::string& a, const std::string& b, std::string_view unit = "") {
  Diagnostics diagnostics;
  const auto read = [&](const std::string& text) {
    return *read_yaml("v: " + text, "test.yaml", diagnostics)->find("v");
  };
  const Unit in = Unit::parse(unit).value();
  const Node left = read(a);
  const Node right = read(b);
  EXPECT_EQ(same_value(left, right, in), same_value(right, left, in)) << a << " and " << b;
  return same_value(left, right, in);
}

TEST(SameValue, WhateverTheSpelling) {
  for (const char* text : {"0.35", "35%", "35.0 %", "35 pt", "3500 bp", ".35", "3.5e-1", "+0.350"})
    EXPECT_TRUE(same("0.35", text, "fraction")) << text;
  for (const char* text : {"1000", "1_000", "1k", "1,000", "1e3", "0.001M", "1 kUSD/package"})
    EXPECT_TRUE(same("1000", text, "USD/package")) << text;
  EXPECT_TRUE(same("−5%", "-0.05"));
  EXPECT_TRUE(same("2%/quarter", "200 bp/quarter"));
  EXPECT_TRUE(same("60% to 85% (90%)", "0.6 to 0.85 (0.9)", "fraction"));
  EXPECT_TRUE(same("between 1k and 3k", "between 1_000 and 3000"));
  EXPECT_TRUE(same("{p5: 1_000, p50: 2k, p95: 4k}", "{p50: 2000, p5: 1k, p95: 4e3}"));
}

TEST(SameValue, OtherValuesDiffer) {
  for (const char* text : {"0.3501", "35", "36%", "0.35 USD", "-0.35", "high", "[0.35]"})
    EXPECT_FALSE(same("0.35", text, "fraction")) << text;
  EXPECT_FALSE(same("60% to 85% (90%)", "60% to 85% (80%)", "fraction"));
  EXPECT_FALSE(same("1000", "1 kwafer", "USD"));
  EXPECT_FALSE(same("{p5: 1, p50: 2, p95: 3}", "{p5: 1, p50: 2}"));
  EXPECT_FALSE(same("[1, 2]", "[2, 1]"));
  EXPECT_FALSE(same("step", "linear"));
}

}  // namespace
}  // namespace wafercast::language
