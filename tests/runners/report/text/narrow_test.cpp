// Tables on narrow terminals: every width from 40 columns on works, and names of any length do.

#include <tests/runners/report/sample.hpp>

#include <runners/report/text/brief.hpp>
#include <runners/report/text/names.hpp>
#include <runners/report/text/table.hpp>
#include <runners/report/text/text_grid.hpp>

#include <functional>
#include <sstream>

namespace wafercast {
namespace {

constexpr int narrowest = 40;
const std::string long_name =
    "a_question_with_a_name_that_is_longer_than_any_column_of_a_narrow_terminal_would_ever_be";

int widest_line(const std::string& text) {
  std::istringstream lines(text);
  int widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, display_width(line));
  return widest;
}

Forecast forecast_with_long_names() {
  Forecast forecast = test::sample_forecast(10);
  for (Answer& answer : forecast.answers) {
    answer.name = long_name + answer.name;
    answer.text = "P(" + long_name + "[+1] > 100bn)";
  }
  return forecast;
}

RunDescription run_with_long_names() {
  RunDescription run = test::sample_run();
  run.scenario = run.input.file = long_name;
  run.changes.push_back({.change = {ScenarioChange::Kind::believe, long_name, "", "10%", "20%", "base.yaml:5"}});
  return run;
}

Names long_names() {
  using enum NamedThing::Kind;
  return {.scenario = long_name,
          .things = {{driver, long_name, "USD/package", "30k to 40k (80%)", long_name + " and what it means"},
                     {event, "tariff", "", "6% a quarter, 2026-09-10 to 2028-07-30", "duties on chips"},
                     {question, long_name, "", "P(" + long_name + " > 1)", ""}},
          .periods = {"FY26Q1"}};
}

TEST(NarrowTerminals, HoldWhatIsShownInThem) {
  const Forecast forecast = forecast_with_long_names();
  const RunDescription run = run_with_long_names();
  const std::vector<std::pair<const char*, std::function<std::string(int)>>> texts = {
      {"brief", [&](int columns) { return brief_table(forecast, run, {.columns = columns}); }},
      {"names", [&](int columns) { return names_text(long_names(), columns, Colours::none); }}};
  for (const auto& [name, text] : texts) {
    for (int columns = narrowest; columns <= 140; ++columns) {
      EXPECT_LE(widest_line(text(columns)), columns) << name;
    }
    for (int columns = 1; columns < narrowest; ++columns) EXPECT_NE(text(columns), "") << name;
  }
}

TEST(NarrowTerminals, TheFullTableTakesLongNames) {
  EXPECT_LE(widest_line(forecast_table(forecast_with_long_names(), run_with_long_names(), {})), 100);
}

TEST(NarrowTerminals, WhatIsAskedForIsShown) {
  const std::string text =
      brief_table(test::sample_forecast(10), test::sample_run(), {.columns = narrowest, .metrics = {"revenue", "eps"}});
  EXPECT_THAT(text, ::testing::AllOf(::testing::HasSubstr("Revenue"), ::testing::HasSubstr("EPS")));
}

}  // namespace
}  // namespace wafercast
