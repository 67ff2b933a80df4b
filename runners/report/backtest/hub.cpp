#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/hub.hpp>
#include <runners/report/backtest/hub_config.hpp>
#include <runners/report/csv/csv_field.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace wafercast {
namespace {

using Files = std::map<std::string, std::string>;

/// Appends to a file that starts with `header`.
void append(Files& files, const std::string& path, std::string_view header, const std::string& rows) {
  std::string& text = files.try_emplace(path, header).first->second;
  text += rows;
}

std::string forecast_rows(const ScoredForecast& forecast, const std::string& scenario) {
  const std::string start = fmt::format("{},{},{},{}", to_string(forecast.origin_date), scenario,
                                        csv_field(forecast.metric), to_string(forecast.target_end));
  std::string rows;
  if (forecast.values.size() > 1) {
    for (const double level : hub_levels) {
      rows += fmt::format("{},quantile,{},{}\n", start, level, quantile_of(forecast.values, level));
    }
  }
  return rows + fmt::format("{},median,NA,{}\n", start, quantile_of(forecast.values, 0.5));
}

void add_forecasts(const Backtest& backtest, Files& files) {
  const std::string scenario = hub_name(backtest.scenario);
  for (const ScoredForecast& forecast : backtest.forecasts) {
    const std::string model = hub_model(forecast.method);
    append(files, fmt::format("model-output/{0}/{1}-{0}.csv", model, to_string(forecast.origin_date)),
           "origin_date,scenario_id,target,target_end_date,output_type,output_type_id,value\n",
           forecast_rows(forecast, scenario));
  }
}

void add_outcomes(const Backtest& backtest, Files& files) {
  std::map<std::pair<std::string, Date>, double> outcomes;  // the same whoever forecast it
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (forecast.outcome) outcomes[{csv_field(forecast.metric), forecast.target_end}] = *forecast.outcome;
  }
  std::string& series = files["target-data/time-series.csv"];
  std::string& oracle = files["target-data/oracle-output.csv"];
  series = "target,target_end_date,observation\n";
  oracle = "target,target_end_date,output_type,output_type_id,oracle_value\n";
  for (const auto& [target, outcome] : outcomes) {
    const std::string start = fmt::format("{},{}", target.first, to_string(target.second));
    series += fmt::format("{},{}\n", start, outcome);
    for (const char* type : {"median", "quantile"}) oracle += fmt::format("{},{},NA,{}\n", start, type, outcome);
  }
}

}  // namespace

std::string hub_name(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : '_';
  });
  return text;
}

std::string hub_model(const std::string& method) {
  return "wafercast-" + (method == "wafercast" ? "simulation" : hub_name(method));
}

std::map<std::string, std::string> hub_files(const Backtest& backtest) {
  Files files = hub_config(backtest);
  add_forecasts(backtest, files);
  add_outcomes(backtest, files);
  return files;
}

}  // namespace wafercast
