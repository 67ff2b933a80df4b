#include <engine/random/normal.hpp>
#include <engine/scoring/baselines.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace wafercast {
namespace {

constexpr int looked_back = 8;
constexpr double growth_kept = 0.85;          // of a quarter's growth in the next one
constexpr double revenue_sd_added = 0.07;     // log, a quarter beyond the guided one
constexpr double margin_sd_added = 0.01;      // a quarter beyond the guided one
constexpr double largest_plain_error = 0.02;  // of a margin against its guidance, without a charge

/// Mean and sd (n − 1) of at least two values.
std::optional<NormalForecast> normal_of(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return NormalForecast{mean, std::sqrt(squares / (n - 1.0))};
}

/// error(reported, guided) of those among the last quarters for which both are known.
template <class Error>
std::vector<double> guidance_errors(const History& history, const std::string& metric, FiscalQuarter origin,
                                    Error error) {
  std::vector<double> errors;
  for (int back = looked_back - 1; back >= 0; --back) {
    const auto reported = history.reported_at(metric, origin - back);
    const auto guided = history.guided_at(metric, origin - back);
    if (reported && guided) errors.push_back(error(*reported, *guided));
  }
  return errors;
}

double spread_ahead(double sd, double added, int horizon) {
  return std::sqrt(sd * sd + (horizon - 1) * added * added);
}

}  // namespace

std::optional<NormalForecast> drift_baseline(const History& history, const std::string& metric, FiscalQuarter origin,
                                             int horizon) {
  std::vector<double> growth;
  for (int back = looked_back; back > 0; --back) {
    const auto before = history.reported_at(metric, origin - back);
    const auto after = history.reported_at(metric, origin - (back - 1));
    if (!before || !after) return std::nullopt;
    growth.push_back(std::log(*after / *before));
  }
  const NormalForecast quarterly = *normal_of(growth);
  const double last = std::log(*history.reported_at(metric, origin));
  return NormalForecast{last + horizon * quarterly.mean, quarterly.sd * std::sqrt(horizon)};
}

std::optional<NormalForecast> guided_baseline(const History& history, const std::string& sales, FiscalQuarter origin,
                                              int horizon) {
  const auto beat = normal_of(guidance_errors(
      history, sales, origin, [](double reported, double guided) { return std::log(reported / guided); }));
  const auto last = history.reported_at(sales, origin);
  const auto guided = history.guided_at(sales, origin + 1);
  if (!beat || !last || !guided) return std::nullopt;
  double mean = std::log(*guided) + beat->mean;
  double growth = mean - std::log(*last);
  for (int quarter = 2; quarter <= horizon; ++quarter) mean += growth *= growth_kept;
  return NormalForecast{mean, spread_ahead(beat->sd, revenue_sd_added, horizon)};
}

std::optional<NormalForecast> guided_growth_baseline(const History& history, const std::string& sales,
                                                     const std::string& metric, FiscalQuarter origin, int horizon) {
  const auto revenue = guided_baseline(history, sales, origin, horizon);
  const auto last = history.reported_at(metric, origin);
  if (!revenue || !last) return std::nullopt;
  const double growth = revenue->mean - std::log(*history.reported_at(sales, origin));
  return NormalForecast{std::log(*last) + growth, revenue->sd};
}

std::optional<NormalForecast> guided_flow_baseline(const History& history, const std::string& sales,
                                                   const std::string& metric, FiscalQuarter origin, int horizon) {
  std::vector<double> parts;
  for (int back = looked_back - 1; back >= 0; --back) {
    const auto flow = history.reported_at(metric, origin - back);
    const auto revenue = history.reported_at(sales, origin - back);
    if (flow && revenue) parts.push_back(*flow / *revenue);
  }
  const auto part = normal_of(parts);
  const auto revenue = guided_baseline(history, sales, origin, horizon);
  if (!part || !revenue) return std::nullopt;
  const double expected = std::exp(revenue->mean);
  return NormalForecast{part->mean * expected, part->sd * expected};
}

std::optional<NormalForecast> guided_margin_baseline(const History& history, const std::string& margin,
                                                     FiscalQuarter origin, int horizon, ChargedQuarters charged) {
  std::vector<double> errors =
      guidance_errors(history, margin, origin, [](double reported, double guided) { return reported - guided; });
  if (charged == ChargedQuarters::left_out) {
    std::erase_if(errors, [](double error) { return std::abs(error) > largest_plain_error; });
  }
  const auto error = normal_of(errors);
  const auto guided = history.guided_at(margin, origin + 1);
  if (!error || !guided) return std::nullopt;
  return NormalForecast{*guided + error->mean, spread_ahead(error->sd, margin_sd_added, horizon)};
}

std::vector<double> standard_normal_values(int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(normal_quantile((i + 0.5) / count));
  return values;
}

std::vector<double> normal_values(const NormalForecast& forecast, const std::vector<double>& standard) {
  std::vector<double> values;
  for (const double z : standard) values.push_back(forecast.mean + forecast.sd * z);
  return values;
}

std::vector<double> normal_values(const NormalForecast& forecast, int count) {
  return normal_values(forecast, standard_normal_values(count));
}

std::vector<double> lognormal_values(const NormalForecast& log_forecast, int count) {
  return lognormal_values(log_forecast, standard_normal_values(count));
}

std::vector<double> lognormal_values(const NormalForecast& log_forecast, const std::vector<double>& standard) {
  std::vector<double> values = normal_values(log_forecast, standard);
  std::transform(values.begin(), values.end(), values.begin(), [](double value) { return std::exp(value); });
  return values;
}

}  // namespace wafercast
