#include <engine/scoring/baselines.hpp>
#include <engine/scoring/scores.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace wafercast {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  return cells;
}

/// The reported quarters of the repository. The columns up to the outlook hold no quoted text.
std::vector<Row> reported_quarters() {
  std::ifstream file(WAFERCAST_SOURCE_DIR "/scenarios/data/nvidia_quarterly.csv");
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = cells_of(line);
    Row row;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
    rows.push_back(row);
  }
  return rows;
}

void enter(const Row& row, const std::string& column, double unit, FiscalQuarter quarter, History::Series& series) {
  if (!row.at(column).empty()) series[quarter] = unit * std::stod(row.at(column));
}

/// What was known once `last` was reported.
History history_up_to(FiscalQuarter last) {
  History history;
  for (const Row& row : reported_quarters()) {
    const FiscalQuarter quarter = *parse_fiscal_quarter(row.at("fiscal_quarter"));
    if (quarter > last) break;
    enter(row, "revenue_musd", 1e6, quarter, history.reported["revenue"]);
    enter(row, "data_center_musd", 1e6, quarter, history.reported["data_center"]);
    enter(row, "gross_margin_nongaap_pct", 0.01, quarter, history.reported["gross_margin"]);
    enter(row, "guide_next_q_revenue_musd", 1e6, quarter + 1, history.guided["revenue"]);
    enter(row, "guide_next_q_gm_nongaap_pct", 0.01, quarter + 1, history.guided["gross_margin"]);
  }
  return history;
}

constexpr FiscalQuarter first_origin(2024, 1);
constexpr FiscalQuarter last_origin(2026, 1);
constexpr FiscalQuarter last_reported(2026, 2);

struct Means {
  double crps = 0.0;
  double absolute_error = 0.0;
  int covered = 0;
};

using Method = std::function<NormalForecast(const History&, FiscalQuarter, int)>;

/// Over the origins FY24Q1 to FY26Q1 whose target has been reported; `scaled` takes an outcome to the forecast's scale.
Means means_of(const Method& method, const std::string& metric, int horizon,
               const std::function<double(double)>& scaled) {
  const History all = history_up_to(last_reported);
  Means means;
  int count = 0;
  for (FiscalQuarter origin = first_origin; origin <= last_origin && origin + horizon <= last_reported;
       origin = origin + 1) {
    const NormalForecast forecast = method(history_up_to(origin), origin, horizon);
    const double outcome = scaled(*all.reported_at(metric, origin + horizon));
    means.crps += crps_normal(forecast.mean, forecast.sd, outcome);
    means.absolute_error += std::abs(forecast.mean - outcome);
    means.covered += std::abs(forecast.mean - outcome) <= 1.645 * forecast.sd ? 1 : 0;
    ++count;
  }
  return {means.crps / count, means.absolute_error / count, means.covered};
}

struct Expected {
  int horizon;
  double crps;
  double absolute_error;
  int covered;
};

double log_of(double value) {
  return std::log(value);
}

// From an independent implementation in Python with numpy and scipy.
TEST(DriftBaseline, ScoresAsAnIndependentImplementation) {
  constexpr Expected expected[] = {{1, 0.12599992, 0.14936285, 8},
                                   {2, 0.20282537, 0.24662489, 7},
                                   {3, 0.26176849, 0.31569415, 6},
                                   {4, 0.30983983, 0.36558471, 5}};
  const Method drift = [](const History& history, FiscalQuarter origin, int horizon) {
    return drift_baseline(history, "revenue", origin, horizon).value();
  };
  for (const Expected& row : expected) {
    const Means means = means_of(drift, "revenue", row.horizon, log_of);
    EXPECT_NEAR(means.crps, row.crps, 1e-7) << row.horizon;
    EXPECT_NEAR(means.absolute_error, row.absolute_error, 1e-7) << row.horizon;
    EXPECT_EQ(means.covered, row.covered) << row.horizon;
  }
}

TEST(GuidedBaseline, ScoresAsAnIndependentImplementation) {
  constexpr Expected expected[] = {{1, 0.04836884, 0.06598535, 8},
                                   {2, 0.06355287, 0.09725792, 7},
                                   {3, 0.06521305, 0.09979768, 7},
                                   {4, 0.08717086, 0.14175778, 6}};
  const Method guided = [](const History& history, FiscalQuarter origin, int horizon) {
    return guided_baseline(history, "revenue", origin, horizon).value();
  };
  for (const Expected& row : expected) {
    const Means means = means_of(guided, "revenue", row.horizon, log_of);
    EXPECT_NEAR(means.crps, row.crps, 1e-7) << row.horizon;
    EXPECT_NEAR(means.absolute_error, row.absolute_error, 1e-7) << row.horizon;
    EXPECT_EQ(means.covered, row.covered) << row.horizon;
  }
}

TEST(DataCenterBaselines, DriftOnTheirOwnRecordOrGrowWithGuidance) {
  const History history = history_up_to(last_origin);
  const NormalForecast drift = drift_baseline(history, "data_center", last_origin, 2).value();
  EXPECT_NEAR(drift.mean - std::log(1e6), 11.12707015, 1e-7);
  EXPECT_NEAR(drift.sd, 0.36028739, 1e-7);
  const NormalForecast guided = guided_growth_baseline(history, "revenue", "data_center", last_origin, 3).value();
  EXPECT_NEAR(guided.mean - std::log(1e6), 10.86321019, 1e-7);
  EXPECT_NEAR(guided.sd, 0.1133282660, 1e-7);
}

TEST(GuidedMarginBaseline, IsGuidancePlusTheMeanPastError) {
  // Errors in points before FY24Q2: 0.2, 0, 0, 0.1, −21.2, −8.9, 0.1, 0.3; guided 70.0.
  const History history = history_up_to(first_origin);
  const NormalForecast all =
      guided_margin_baseline(history, "gross_margin", first_origin, 1, ChargedQuarters::counted).value();
  EXPECT_NEAR(all.mean, 0.66325, 1e-9);
  EXPECT_NEAR(all.sd, 0.07752925715, 1e-9);
  const NormalForecast plain =
      guided_margin_baseline(history, "gross_margin", first_origin, 1, ChargedQuarters::left_out).value();
  EXPECT_NEAR(plain.mean, 0.7011666667, 1e-9);
  EXPECT_NEAR(plain.sd, 0.001169045194, 1e-9);
}

TEST(GuidedMarginBaseline, WidensByAPointAQuarter) {
  const History history = history_up_to(first_origin);
  const NormalForecast next =
      guided_margin_baseline(history, "gross_margin", first_origin, 1, ChargedQuarters::counted).value();
  const NormalForecast later =
      guided_margin_baseline(history, "gross_margin", first_origin, 4, ChargedQuarters::counted).value();
  EXPECT_EQ(later.mean, next.mean);
  EXPECT_NEAR(later.sd * later.sd - next.sd * next.sd, 3 * 0.0001, 1e-12);
}

// In points, from the same Python implementation.
TEST(GuidedMarginBaseline, ScoresAsAnIndependentImplementation) {
  const auto means = [](ChargedQuarters charged, int horizon) {
    const Method method = [&](const History& history, FiscalQuarter origin, int ahead) {
      return guided_margin_baseline(history, "gross_margin", origin, ahead, charged).value();
    };
    return means_of(method, "gross_margin", horizon, [](double margin) { return margin; });
  };
  EXPECT_NEAR(100.0 * means(ChargedQuarters::counted, 1).crps, 3.081122, 1e-5);
  EXPECT_NEAR(100.0 * means(ChargedQuarters::counted, 4).crps, 4.270616, 1e-5);
  EXPECT_NEAR(100.0 * means(ChargedQuarters::left_out, 1).crps, 1.821424, 1e-5);
  EXPECT_NEAR(100.0 * means(ChargedQuarters::left_out, 4).absolute_error, 5.862778, 1e-5);
}

TEST(Baselines, SayNothingWithoutTheirRecord) {
  History no_guidance = history_up_to(last_origin);
  no_guidance.guided["revenue"].erase(last_origin + 1);
  no_guidance.guided["gross_margin"].erase(last_origin + 1);
  EXPECT_FALSE(guided_baseline(no_guidance, "revenue", last_origin, 1));
  EXPECT_FALSE(guided_growth_baseline(no_guidance, "revenue", "data_center", last_origin, 1));
  EXPECT_FALSE(guided_margin_baseline(no_guidance, "gross_margin", last_origin, 1, ChargedQuarters::counted));
  EXPECT_TRUE(drift_baseline(no_guidance, "revenue", last_origin, 1));

  History gap = history_up_to(last_origin);
  gap.reported["revenue"].erase(last_origin - 3);
  EXPECT_FALSE(drift_baseline(gap, "revenue", last_origin, 1));
  EXPECT_TRUE(guided_baseline(gap, "revenue", last_origin, 1)) << "seven beats are enough";
  EXPECT_FALSE(guided_growth_baseline(gap, "revenue", "gaming", last_origin, 1));
  EXPECT_FALSE(drift_baseline({}, "revenue", last_origin, 1));
}

TEST(NormalValues, AreItsQuantiles) {
  const std::vector<double> values = normal_values({1.0, 2.0}, 199);
  EXPECT_EQ(values.size(), 199U);
  EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  EXPECT_NEAR(values[99], 1.0, 1e-12);
  EXPECT_NEAR(quantile_of(values, 0.9), 1.0 + 2.0 * 1.2815516, 1e-3);
  EXPECT_DOUBLE_EQ(lognormal_values({1.0, 2.0}, 199)[10], std::exp(values[10]));
}

}  // namespace
}  // namespace wafercast
