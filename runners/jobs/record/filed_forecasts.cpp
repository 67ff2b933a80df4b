#include <runners/jobs/record/filed_forecasts.hpp>

#include <engine/core/digest.hpp>
#include <engine/language/read.hpp>
#include <runners/files/one_file.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/program.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

namespace wafercast {
namespace {

using nlohmann::json;

constexpr int values_kept = 200;

[[noreturn]] void refuse_filed(const std::filesystem::path& file, int line, std::string problem,
                               std::string suggestion = "") {
  throw InputError(
      Diagnostic{{file.generic_string(), line, line > 0 ? 1 : 0}, std::move(problem), std::move(suggestion)});
}

constexpr const char* forecast_file = "forecast.json";

struct Filed {
  std::string digest;
  std::string path;

  std::filesystem::path place() const { return std::filesystem::path(path).parent_path(); }
  /// Empty of what earlier programs filed.
  std::string company() const { return is_of_a_day_alone() ? "" : place().parent_path().parent_path().string(); }
  std::string day() const { return (is_of_a_day_alone() ? place() : place().parent_path().filename()).string(); }
  std::string version() const { return is_of_a_day_alone() ? "1" : place().filename().string(); }

  bool may_be_of(const std::string& one) const { return company().empty() || company() == one; }

 private:
  bool is_of_a_day_alone() const { return place().parent_path().empty(); }
};

std::vector<Filed> read_list(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / filed_list;
  std::vector<Filed> filed;
  std::istringstream stream(read_whole(file).value_or(""));
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    std::istringstream words(line);
    Filed one;
    if (words >> one.digest >> one.path) {
      filed.push_back(std::move(one));
    } else if (!line.empty()) {
      refuse_filed(file, number, "a line of the list is a digest and a path");
    }
  }
  return filed;
}

/// Equally likely values from the quantiles of a forecast, linear between them; beyond the outermost they stand still.
std::vector<double> values_from(const json& quantiles) {
  std::map<double, double> at;
  for (const auto& [level, quantile] : quantiles.items()) at[std::stod(level)] = quantile["value"].get<double>();
  std::vector<double> values;
  for (int i = 0; i < values_kept; ++i) {
    const double p = (i + 0.5) / values_kept;
    const auto above = at.lower_bound(p);
    if (above == at.begin() || above == at.end()) {
      values.push_back(above == at.end() ? at.rbegin()->second : above->second);
      continue;
    }
    const auto below = std::prev(above);
    values.push_back(std::lerp(below->second, above->second, (p - below->first) / (above->first - below->first)));
  }
  return values;
}

void add_forecasts(const json& filed, const Scenario& today, int horizons, const std::string& method,
                   Backtest& backtest) {
  const Date day = parse_date(filed["scenario"]["as_of"].get<std::string>()).value();
  const FiscalQuarter origin = parse_fiscal_quarter(filed["scenario"]["last_reported"].get<std::string>()).value();
  for (const std::string& metric : today.score.headline) {
    if (is_flow(today.score, metric)) continue;  // quantiles alone are no flow
    const auto found = filed["metrics"].find(metric);
    if (found == filed["metrics"].end()) continue;
    for (int h = 1; h <= horizons; ++h) {
      const auto period = (*found)["periods"].find(to_string(origin + h));
      if (period == (*found)["periods"].end()) continue;
      ScoredForecast forecast;
      forecast.method = method;
      forecast.metric = metric;
      forecast.unit = (*found)["unit"].get<std::string>();
      forecast.origin = origin;
      forecast.origin_date = day;
      forecast.horizon = h;
      forecast.target = origin + h;
      forecast.target_end = today.calendar.days_of(forecast.target).last - std::chrono::days(1);
      forecast.values = values_from((*period)["quantiles"]);
      forecast.outcome = today.history.first_reported_at(metric, forecast.target);
      backtest.forecasts.push_back(std::move(forecast));
    }
  }
}

/// The range of origins, once all that is filed has been read.
void note_origins(const std::filesystem::path& folder, const Scenario& today, Backtest& backtest) {
  if (backtest.forecasts.empty()) {
    refuse_filed(folder, 0, "no filed forecast holds a quarter of a metric that this scenario scores",
                 today.score.headline.empty() ? "name metrics under 'score: {headline: [...]}'"
                                              : fmt::format("it scores {}", fmt::join(today.score.headline, ", ")));
  }
  const auto [first, last] = std::ranges::minmax(backtest.forecasts, {}, &ScoredForecast::origin);
  backtest.first_origin = first.origin;
  backtest.last_origin = last.origin;
}

}  // namespace

std::string company_of(const Scenario& scenario) {
  const auto& rows = scenario.history.rows;
  const std::string table = rows.empty() ? "" : std::filesystem::path(rows.rbegin()->second.file).stem().string();
  const std::string word = table.substr(0, table.find_first_of("_-."));
  return word.empty() ? "company" : word;
}

std::filesystem::path place_to_file(const std::filesystem::path& folder, const std::string& company, Date day,
                                    Filing filing) {
  const auto versions = std::ranges::count_if(
      read_list(folder), [&](const Filed& one) { return one.may_be_of(company) && one.day() == to_string(day); });
  std::filesystem::path place = std::filesystem::path(company) / to_string(day) / fmt::format("{}", versions + 1);
  if (versions > 0 && filing == Filing::once) {
    refuse_filed(folder, 0, fmt::format("a forecast of {} is filed already, and cannot be changed", to_string(day)),
                 "file another version of it with '--file-again'");
  }
  if (std::filesystem::exists(folder / place) && !std::filesystem::exists(folder / filed_list)) {
    refuse_filed(folder / place, 0,
                 fmt::format("something lies here, and no '{}' says whether it was filed", filed_list),
                 "restore the list, or move the folder away");
  }
  return place;
}

void file_forecast(const std::filesystem::path& folder, const std::filesystem::path& place, const std::string& forecast,
                   const std::function<void()>& publish) {
  const FolderLock one_at_a_time(folder);
  const std::string path = (place / forecast_file).generic_string();
  if (std::ranges::any_of(read_list(folder), [&](const Filed& one) { return one.path == path; }))
    refuse_filed(folder / place, 0, "another forecast has been filed here in the meantime", "run the command again");
  publish();
  const std::filesystem::path list = folder / filed_list;
  std::string lines = read_whole(list).value_or("");
  if (!lines.empty() && !lines.ends_with('\n')) lines += '\n';
  write_whole(list, lines + fmt::format("{}  {}\n", digest_of(forecast), path));
}

Backtest score_filed(const std::filesystem::path& folder, const BacktestRequest& request) {
  const Scenario today = read(request.scenario);
  const std::string company = company_of(today);
  std::vector<Filed> filed = read_list(folder);
  std::erase_if(filed, [&](const Filed& one) { return !one.may_be_of(company); });
  if (filed.empty())
    refuse_filed(folder / filed_list, 0, "no forecast of this company is filed there",
                 "file one with 'wafercast run --file'");
  Backtest backtest;
  backtest.scenario = "filed forecasts";
  backtest.data_folder =
      request.scenario.read.data_folder ? request.scenario.read.data_folder->string() : "the scenario's own";
  backtest.version = this_program().version;
  backtest.build = this_program().build;
  backtest.record = today.history;
  name_baselines(today, backtest);
  for (const Filed& one : filed) {
    const auto bytes = read_whole(folder / one.path);
    if (!bytes)
      refuse_filed(folder / one.path, 0, "it is in the list of filed forecasts and not there",
                   "restore it as it was filed");
    if (digest_of(*bytes) != one.digest) {
      refuse_filed(folder / one.path, 0, "it is not what was filed (its digest differs from the list's)", "restore it");
    }
    try {
      const std::string version = one.version();
      const std::string method =
          version == "1" ? backtest.method : fmt::format("{}, version {}", backtest.method, version);
      add_forecasts(json::parse(*bytes), today, request.horizons, method, backtest);
    } catch (const json::exception&) {
      refuse_filed(folder / one.path, 0, "it is no forecast.json of this program", "restore it as it was filed");
    }
  }
  note_origins(folder, today, backtest);
  return backtest;
}

}  // namespace wafercast
