#pragma once

#include <engine/forecast/summary.hpp>
#include <runners/jobs/runs/run_description.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace wafercast::test {

/// A run as the reports see it: eight quarters and two fiscal years of a made-up accelerator vendor.
class SampleRun {
 public:
  static constexpr int quarters = 8;
  static constexpr int periods = quarters + 2;

  SampleRun() : summary_(series(), {"export_tightening", "tariff_relief"}, questions()) {}

  Forecast forecast(int blocks) {
    for (int block = 0; block < blocks; ++block) summary_.consume(draw(block));
    summary_.finish();
    return summary_.forecast();
  }

 private:
  enum Metric {
    revenue,
    data_center,
    gross_margin,
    eps,
    free_cash_flow,
    bound_packaging,
    bound_memory,
    bound_demand,
    racks
  };

  static Period period(int index) {
    return index < quarters ? Period::quarter(FiscalQuarter(2026, 1) + index) : Period::year(2026 + index - quarters);
  }

  static std::vector<SeriesKey> series() {
    constexpr std::array names = {"revenue",         "data_center",  "gross_margin", "eps",        "free_cash_flow",
                                  "bound_packaging", "bound_memory", "bound_demand", "bound_racks"};
    constexpr std::array units = {"USD",      "USD",      "fraction", "USD/share", "USD",
                                  "fraction", "fraction", "fraction", "fraction"};
    std::vector<SeriesKey> keys;
    for (std::size_t metric = 0; metric < names.size(); ++metric) {
      const double scale = std::string(units[metric]) == "USD" ? 0x1p36 : 1.0;
      for (int p = 0; p < periods; ++p) keys.push_back({names[metric], units[metric], period(p), scale});
    }
    return keys;
  }

  static int row(Metric metric, int period_index) { return metric * periods + period_index; }

  static PlannedQuestion ask(std::string name, std::string text, int row, std::optional<Question::Threshold> threshold,
                             std::vector<Question::Given> given, std::vector<int> events) {
    const SeriesKey key = series()[static_cast<std::size_t>(row)];
    return {Question{std::move(name), std::move(text), SourceLocation(), key.metric, key.period, threshold,
                     std::move(given)},
            row, std::move(events)};
  }

  static std::vector<PlannedQuestion> questions() {
    using Threshold = Question::Threshold;
    const int year = row(revenue, quarters + 1);
    return {
        ask("beats_guidance", "P(revenue[+1] > guided.revenue)", 0, Threshold{Comparison::above, 43e9}, {}, {}),
        ask("margin_mid_70s", "P(gross_margin[+4] >= 75%)", row(gross_margin, 3), Threshold{Comparison::at_least, 0.75},
            {}, {}),
        ask("year_if_ban", "revenue[FY+1] given export_tightening", year, {}, {{"export_tightening", true}}, {0}),
        ask("year_if_not", "revenue[FY+1] given not export_tightening", year, {}, {{"export_tightening", false}}, {0}),
        ask("never", "revenue[FY+1] given tariff_relief", year, {}, {{"tariff_relief", true}}, {1})};
  }

  static SeriesBlock draw(int index) {
    SeriesBlock block(static_cast<int>(series().size()), 2);
    block.first_path = static_cast<std::uint64_t>(index) * block_lanes;
    std::mt19937_64 bits(static_cast<std::uint64_t>(index) + 99);
    for (int lane = 0; lane < block_lanes; ++lane) draw_lane(block, lane, bits);
    block.happened[1].setZero();
    return block;
  }

  static void draw_lane(SeriesBlock& block, int lane, std::mt19937_64& bits) {
    std::normal_distribution<double> normal;
    const double outlook = normal(bits);
    const bool banned = normal(bits) > 0.6;
    block.happened[0][lane] = banned;
    for (int year = 0; year < 2; ++year) {
      for (const Metric metric : {revenue, data_center, eps, free_cash_flow})
        block.values[row(metric, quarters + year)][lane] = 0.0;
    }
    for (int q = 0; q < quarters; ++q) {
      const double growth =
          0.075 * (q + 1) + 0.035 * std::sqrt(q + 1.0) * outlook + 0.02 * normal(bits) - (banned && q > 1 ? 0.15 : 0.0);
      const double sales = 39.3e9 * std::exp(growth);
      const double margin = 0.715 + 0.006 * std::min(q, 5) + 0.008 * normal(bits);
      const int bound = outlook > 0.9 - 0.2 * q ? (normal(bits) > 0.4 ? 1 : 0) : 2;
      set_quarter(block, lane, q, sales, margin, 0.45 * sales - 2e9 + 3e9 * normal(bits), bound);
    }
  }

  static void set_quarter(SeriesBlock& block, int lane, int q, double sales, double margin, double cash, int bound) {
    const std::array<double, 9> values = {sales,
                                          0.9 * sales,
                                          margin,
                                          sales * (margin - 0.12) * 0.84 / 24.5e9,
                                          cash,
                                          bound == 0 ? 1.0 : 0.0,
                                          bound == 1 ? 1.0 : 0.0,
                                          bound == 2 ? 1.0 : 0.0,
                                          0.0};
    for (int metric = revenue; metric <= racks; ++metric) {
      const double value = values[static_cast<std::size_t>(metric)];
      block.values[row(static_cast<Metric>(metric), q)][lane] = value;
      double& year = block.values[row(static_cast<Metric>(metric), quarters + q / 4)][lane];
      if (metric == gross_margin || metric >= bound_packaging) {
        year = value;
      } else {
        year += value;
      }
    }
  }

  Summary summary_;
};

inline Forecast sample_forecast(int blocks = 100) {
  return SampleRun().forecast(blocks);
}

inline RunDescription sample_run() {
  RunDescription run;
  run.scenario = "Base case";
  run.input.file = "scenarios/base.yaml";
  run.input.as_of = *parse_date("2025-03-31");
  run.input.quarters = 8;
  run.model = "accelerator_vendor";
  run.as_of = *parse_date("2025-03-31");
  run.last_reported = FiscalQuarter(2025, 4);
  run.quarters = SampleRun::quarters;
  const std::array<double, 4> sales = {26.04e9, 30.04e9, 35.08e9, 39.33e9};
  for (int q = 0; q < 4; ++q) {
    const FiscalQuarter quarter(2025, q + 1);
    const double sold = sales[static_cast<std::size_t>(q)];
    run.history.reported["revenue"][quarter] = sold;
    run.history.reported["data_center"][quarter] = 0.89 * sold;
    run.history.reported["gross_margin"][quarter] = 0.789 - 0.018 * q;
    run.history.reported["eps"][quarter] = 0.89 * sold / 39.33e9;
  }
  run.history.reported["revenue"][FiscalQuarter(2024, 4)] = 22.1e9;
  run.history.guided["revenue"][FiscalQuarter(2026, 1)] = 43e9;
  run.history.guided["gross_margin"][FiscalQuarter(2026, 1)] = 0.71;
  run.headline = {"revenue", "data_center", "gross_margin", "eps", "free_cash_flow"};
  run.brief = {"revenue", "gross_margin", "eps", "free_cash_flow"};
  for (const char* constraint : {"packaging", "memory", "demand", "racks"})
    run.constraints[std::string("bound_") + constraint] = constraint;
  run.metric_titles = {{"gross_margin", "gross margin, non-GAAP"}, {"eps", "earnings per share, non-GAAP"}};
  run.assumptions = {
      {"blackwell.price", "USD/package", "{triangular: [30000, 35000, 40000]}", {"FY25 Q4 results (2025-02-26)"}},
      {"cowos.capacity", "wafer/month", "65000 to 75000 (80%)", {"TrendForce (2025-03-20)", "DigiTimes (2025-01-11)"}},
      {"racks.readiness", "fraction", "60% to 95% (90%)", {"A very long title of some press report (2024-11-17)"}},
      {"tax.rate", "fraction", "16% to 18% (90%)", {}}};
  run.beliefs_and_record.unnamed = {"chain.unexplained", Period::year(2027), {0.84, 1.38, 2.17}};
  run.beliefs_and_record.contradicted = {
      {"cowos.capacity", "wafer/month", 7, {130e3, 196e3, 290e3}, {200e3, 256.6e3, 330e3}, 0.9, 0.84},
      {"hbm.growth", "fraction/quarter", {}, {-0.01, 0.08, 0.16}, {0.07, 0.13, 0.19}, 0.6, 0.8}};
  run.beliefs_and_record.pooled = {{1, 0, 0.0, 0.0}, {4, 13, 0.2, 0.07}};
  run.beliefs_and_record.alone = {
      {"revenue", "USD", Period::year(2026), {170e9, 190e9, 215e9}, {180e9, 200e9, 220e9}},
      {"revenue", "USD", Period::year(2027), {150e9, 210e9, 300e9}, {200e9, 260e9, 330e9}},
      {"gross_margin", "fraction", Period::year(2027), {0.66, 0.70, 0.74}, {0.70, 0.73, 0.76}}};
  run.beliefs_and_record.takes = {
      {"cowos_wafers", "wafer", Period::year(2026), {5e5, 6e5, 7e5}, {4e5, 5e5, 6.5e5}, false, {}},
      {"cowos_wafers",
       "wafer",
       Period::year(2027),
       {9e5, 1.1e6, 1.3e6},
       {6e5, 8e5, 1e6},
       true,
       {{*parse_date("2025-03-01"), 9e5}}}};
  run.beliefs_and_record.bridges = {
      {"revenue", "USD", Period::year(2026), {}, 180e9, {{"reported quarters", 6e9}}, 186e9},
      {"revenue", "USD", Period::year(2027), 196e9, 175e9, {{"reported quarters", 30e9}, {"the record", 43e9}}, 248e9}};
  run.input.seed = 1;
  run.version = "0.1.0";
  run.build = "abc1234 Release";
  run.compiler = "g++ 12.2.0 -O3 -march=x86-64-v3";
  run.machine = "two cores";
  run.threads = 2;
  run.elapsed_seconds = 0.25;
  run.arguments = {"run", "scenarios/base.yaml"};
  run.scenario_hash = "0123456789abcdef";
  run.summary_digest = "fedcba";
  run.input.inputs = {{"data/nvidia_quarterly.csv", "aa55"}};
  return run;
}

}  // namespace wafercast::test
