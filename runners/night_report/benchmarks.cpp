#include <runners/night_report/benchmarks.hpp>

#include <engine/core/sample_quantile.hpp>
#include <runners/files/json_text.hpp>
#include <runners/report/html/report_page.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

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
  const double usual = median_of(std::move(before));
  if (!(usual > 0.0)) return std::nullopt;  // earlier programs kept what was no measurement
  return trend.back().median / usual - 1.0;
}

}  // namespace

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
                     json_text(data));
}

}  // namespace wafercast
