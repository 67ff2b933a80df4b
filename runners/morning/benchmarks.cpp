#include <runners/morning/benchmarks.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/one_file.hpp>
#include <runners/report/html/report_page.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

double seconds_of(const std::string& unit) {
  constexpr std::pair<const char*, double> units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}};
  const auto found = std::ranges::find(units, unit, [](const auto& known) { return std::string(known.first); });
  if (found == std::end(units)) throw std::invalid_argument(fmt::format("'{}' is no unit of time", unit));
  return found->second;
}

/// By interpolation between order statistics.
double quantile(const std::vector<double>& sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  return quantile(values, 0.5);
}

/// `forecast/head` is the forecast of the version that was looked at; nothing for what it was held against.
std::optional<std::string> kept_name(std::string name) {
  if (name.ends_with("/base")) return std::nullopt;
  if (name.ends_with("/head")) name.resize(name.size() - 5);
  return name;
}

struct Series {
  std::string unit;
  std::vector<double> values;
};

std::map<std::string, Series> series_in(const Json& benchmarks) {
  std::map<std::string, Series> series;
  for (const Json& one : benchmarks) {
    if (one.value("run_type", "iteration") != "iteration") continue;  // aggregates are made of these
    const auto name = kept_name(one.value("run_name", one.at("name").get<std::string>()));
    if (!name) continue;
    if (one.contains("cpu_time")) {
      Series& times = series[*name];
      times.unit = "s";
      times.values.push_back(one.at("cpu_time").get<double>() * seconds_of(one.value("time_unit", "ns")));
    }
    if (one.contains("instructions")) {
      Series& counted = series[*name + ", instructions"];
      counted.unit = "instructions";
      counted.values.push_back(one.at("instructions").get<double>());
    }
  }
  return series;
}

using Trend = std::span<const Measurement>;

/// Of one benchmark on one machine each, oldest first.
std::vector<Trend> trends_in(const std::vector<Measurement>& measurements) {
  std::vector<Trend> trends;
  for (auto begin = measurements.begin(); begin != measurements.end();) {
    const auto end = std::find_if(begin, measurements.end(), [&](const Measurement& one) {
      return one.name != begin->name || one.machine != begin->machine;
    });
    trends.emplace_back(begin, end);
    begin = end;
  }
  return trends;
}

std::string in_words(double value, const std::string& unit) {
  if (unit != "s") return fmt::format("{:.1f} M", value / 1e6);
  if (value < 1e-6) return fmt::format("{:.1f} ns", value * 1e9);
  if (value < 1e-3) return fmt::format("{:.2f} us", value * 1e6);
  return value < 1.0 ? fmt::format("{:.1f} ms", value * 1e3) : fmt::format("{:.2f} s", value);
}

/// The newest against the median of up to ten before it; nothing of a first one.
std::optional<double> change_of(const Trend& trend) {
  constexpr std::size_t looked_back = 10;
  if (trend.size() < 2) return std::nullopt;
  std::vector<double> before;
  for (const Measurement& one : trend.first(trend.size() - 1).last(std::min(looked_back, trend.size() - 1))) {
    before.push_back(one.median);
  }
  return trend.back().median / median_of(std::move(before)) - 1.0;
}

}  // namespace

std::vector<Measurement> read_benchmarks(const std::filesystem::path& file) {
  const auto refuse = [&](const std::string& problem) -> InputError {
    return InputError(Diagnostic{
        {file.string(), 0, 0}, problem, "give it what '--benchmark_format=json' or 'bench check --json' wrote"});
  };
  const auto bytes = read_whole(file);
  if (!bytes) throw refuse("there is no such file");
  try {
    const Json json = Json::parse(*bytes);
    const Json& context = json.at("context");
    std::vector<Measurement> measurements;
    for (auto& [name, series] : series_in(json.at("benchmarks"))) {
      std::ranges::sort(series.values);
      measurements.push_back({name, context.value("host_name", ""), context.at("date").get<std::string>(),
                              context.value("revision", ""), series.unit, quantile(series.values, 0.25),
                              quantile(series.values, 0.5), quantile(series.values, 0.75)});
    }
    return measurements;
  } catch (const Json::exception& error) {
    throw refuse(fmt::format("cannot be read as benchmarks ({})", error.what()));
  } catch (const std::invalid_argument& error) {
    throw refuse(error.what());
  }
}

std::string benchmarks_text(const std::vector<Measurement>& measurements, Colours colours) {
  TextGrid grid({Align::left, Align::right, Align::right, Align::right, Align::left, Align::left});
  grid.row({{"benchmark", Style::faint},
            {"newest", Style::faint},
            {"to those before", Style::faint},
            {"kept", Style::faint},
            {"  of", Style::faint},
            {"  machine", Style::faint}});
  for (const Trend& trend : trends_in(measurements)) {
    const Measurement& newest = trend.back();
    const auto change = change_of(trend);
    grid.row({{newest.name, Style::strong},
              {in_words(newest.median, newest.unit)},
              {change ? fmt::format("{:+.1f}%", 100.0 * *change) : "", Style::accent},
              {std::to_string(trend.size())},
              {fmt::format("  {} {}", newest.made.substr(0, 10), newest.revision)},
              {"  " + newest.machine, Style::faint}});
  }
  return grid.text(colours);
}

std::string benchmarks_page(const std::vector<Measurement>& measurements) {
  Json data = {{"kind", "benchmarks"}, {"trends", Json::array()}};
  for (const Trend& trend : trends_in(measurements)) {
    Json points = Json::array();
    for (const Measurement& one : trend) {
      points.push_back({{"date", one.made},
                        {"revision", one.revision},
                        {"low", one.low},
                        {"median", one.median},
                        {"high", one.high}});
    }
    const auto change = change_of(trend);
    data["trends"].push_back({{"name", trend.back().name},
                              {"machine", trend.back().machine},
                              {"unit", trend.back().unit},
                              {"change", change ? Json(*change) : Json()},
                              {"points", std::move(points)}});
  }
  return report_page({.title = "Benchmarks", .facts = fmt::format("{} measurements", measurements.size())},
                     data.dump());
}

}  // namespace wafercast
