#include <runners/report/csv/forecast_csv.hpp>

#include <runners/report/csv/csv_field.hpp>

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace wafercast {
namespace {

class Rows {
 public:
  /// What the following rows are about.
  void about(std::string_view metric, const Period& period, std::string_view unit) {
    start_ = fmt::format("{},{},", csv_field(metric), to_string(period));
    unit_ = csv_field(unit);
  }

  void number(std::string_view statistic, double value) { row(statistic, value, ""); }

  /// The shortest text that reads back as the same number.
  void estimate(std::string_view statistic, const Estimate& estimate) {
    row(statistic, estimate.value, std::isfinite(estimate.error) ? fmt::format("{}", estimate.error) : "");
  }

  void distribution(const Distribution& distribution) {
    estimate("mean", distribution.mean);
    estimate("sd", distribution.sd);
    number("min", distribution.minimum);
    number("max", distribution.maximum);
    for (const auto& [p, quantile] : distribution.quantiles) estimate(fmt::format("q{}", p), quantile);
  }

  const std::string& text() const { return text_; }

 private:
  void row(std::string_view statistic, double value, std::string_view error) {
    text_ += fmt::format("{}{},{},{},{}\n", start_, statistic, value, error, unit_);
  }

  std::string text_ = "metric,period,statistic,value,error,unit\n";
  std::string start_;
  std::string unit_;
};

}  // namespace

std::string forecast_csv(const Forecast& forecast) {
  Rows rows;
  for (const MetricForecast& metric : forecast.metrics) {
    for (const auto& [period, distribution] : metric.periods) {
      rows.about(metric.name, period, metric.unit);
      if (distribution.paths > 0) rows.distribution(distribution);
    }
  }
  for (const Answer& answer : forecast.answers) {
    rows.about("question:" + answer.name, answer.period, answer.probability ? "probability" : answer.unit);
    if (answer.probability) rows.estimate("probability", *answer.probability);
    if (answer.distribution) rows.distribution(*answer.distribution);
  }
  return rows.text();
}

}  // namespace wafercast
