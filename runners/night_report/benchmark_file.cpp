#include <runners/night_report/benchmarks.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/instant.hpp>
#include <engine/core/printable.hpp>
#include <engine/core/sample_quantile.hpp>
#include <runners/files/one_file.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

/// The file is none of Google Benchmark's; what() says why.
class NoBenchmarks : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Empty where there is none, or something else.
std::string text_in(const Json& map, const char* key) {
  const auto found = map.find(key);
  return found != map.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_set(const Json& map, const char* key) {
  const auto found = map.find(key);
  return found != map.end() && found->is_boolean() && found->get<bool>();
}

double seconds_of(const std::string& unit) {
  constexpr std::pair<const char*, double> units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}};
  const auto* const found = std::ranges::find(units, unit, [](const auto& known) { return std::string(known.first); });
  if (found == std::end(units)) throw NoBenchmarks(fmt::format("'{}' is no unit of time", printable_line(unit)));
  return found->second;
}

/// `forecast/head` is the forecast of the version that was looked at; nothing for what it was held against.
std::optional<std::string> kept_name(std::string name) {
  if (name.ends_with("/base")) return std::nullopt;
  if (name.ends_with("/head")) name.resize(name.size() - 5);
  return name;
}

/// Whether a part of the name says so: "parse/8/real_time/threads:2".
bool has_part(const std::string& name, const std::string& part) {
  return ("/" + name + "/").find("/" + part + "/") != std::string::npos;
}

/// What is made of repetitions, or of several sizes. Early versions tell it by the name alone.
bool is_aggregate(const Json& one, const std::string& name) {
  const std::string type = text_in(one, "run_type");
  if (!type.empty()) return type != "iteration";
  constexpr const char* made[] = {"_mean", "_median", "_stddev", "_cv", "_BigO", "_RMS"};
  return std::ranges::any_of(made, [&](const char* ending) { return name.ends_with(ending); });
}

/// Why an entry says nothing about time, as benchmarks tell it; empty where it does.
std::string why_not_measured(const Json& one) {
  for (const auto& [key, message, what] : {std::tuple{"error_occurred", "error_message", "ended in an error"},
                                           std::tuple{"skipped", "skip_message", "was skipped"}}) {
    if (!is_set(one, key)) continue;
    const std::string why = text_in(one, message);
    return why.empty() ? what : fmt::format("{} ({})", what, printable_line(why));
  }
  return {};
}

struct Series {
  std::string unit;
  std::vector<double> values;
};

/// The entries of a file, by benchmark.
class Entries {
 public:
  void add(const Json& one) {
    const std::string own = text_in(one, "name");
    const std::string run = text_in(one, "run_name");
    if (own.empty() && run.empty()) throw NoBenchmarks("an entry of 'benchmarks' has no name");
    const auto name = kept_name(run.empty() ? own : run);
    if (!name) return;
    if (is_aggregate(one, own)) {
      aggregates_.insert(*name);
      return;
    }
    const std::string why = why_not_measured(one);
    if (!why.empty()) {
      leave_out(*name, why);
      return;
    }
    add_time(*name, one);
    add_value(*name + ", instructions", "instructions", one, "instructions", 1.0);
  }

  std::map<std::string, Series> series() const { return series_; }

  std::vector<std::string> left_out() const {
    std::vector<std::string> sentences = left_out_;
    for (const std::string& name : aggregates_) {
      if (is_told(name) || series_.contains(name) || series_.contains(name + ", instructions")) continue;
      sentences.push_back(fmt::format("{}: only what was made of its repetitions is there, and no measurement", name));
    }
    return sentences;
  }

 private:
  void add_time(const std::string& name, const Json& one) {
    const bool is_real = has_part(name, "real_time") || has_part(name, "manual_time");
    const std::string unit = text_in(one, "time_unit");
    add_value(name, "s", one, is_real ? "real_time" : "cpu_time", seconds_of(unit.empty() ? "ns" : unit));
  }

  void add_value(const std::string& name, const char* unit, const Json& one, const char* key, double factor) {
    const auto found = one.find(key);
    if (found == one.end()) return;
    const double value = found->is_number() ? factor * found->get<double>() : 0.0;
    if (!std::isfinite(value) || value <= 0.0) {
      leave_out(name, fmt::format("its {} is {}, which nothing takes", key, printable_line(found->dump())));
      return;
    }
    Series& series = series_[name];
    series.unit = unit;
    series.values.push_back(value);
  }

  bool is_told(const std::string& name) const { return told_.contains(name); }

  void leave_out(const std::string& name, const std::string& why) {
    if (told_.insert(name).second) left_out_.push_back(fmt::format("{} {}", printable_line(name), why));
  }

  std::map<std::string, Series> series_;
  std::set<std::string> aggregates_;
  std::set<std::string> told_;
  std::vector<std::string> left_out_;
};

/// `"items": -NaN,` is written `"items": null,`.
std::string with_null_for_no_number(std::string bytes) {
  for (const std::string_view word : {"NaN", "Infinity"}) {
    for (std::size_t at = bytes.find(word); at != std::string::npos; at = bytes.find(word, at + 1)) {
      std::size_t begin = at;
      if (begin > 0 && bytes[begin - 1] == '-') --begin;
      const std::string_view before = std::string_view(bytes).substr(0, begin);
      const std::size_t end = at + word.size();
      const bool ends = end < bytes.size() && std::string_view(",} \t\r\n").find(bytes[end]) != std::string_view::npos;
      if (ends && (before.ends_with("\":") || before.ends_with("\": "))) bytes.replace(begin, end - begin, "null");
    }
  }
  return bytes;
}

Json parsed(const std::string& bytes) {
  Json json = Json::parse(bytes, nullptr, false);
  if (json.is_discarded()) {
    // Google Benchmark writes what is no number as JSON has no word for.
    json = Json::parse(with_null_for_no_number(bytes), nullptr, false);
  }
  if (json.is_discarded()) throw NoBenchmarks("it is no JSON");
  if (!json.is_object() || !json.contains("context") || !json["context"].is_object()) {
    throw NoBenchmarks("it has no 'context'");
  }
  if (!json.contains("benchmarks") || !json["benchmarks"].is_array()) throw NoBenchmarks("it has no list 'benchmarks'");
  return json;
}

Benchmarks benchmarks_in(const Json& json) {
  const Json& context = json["context"];
  const std::string made = text_in(context, "date");
  if (!parse_instant(made)) throw NoBenchmarks(fmt::format("its date '{}' is none", printable_line(made)));
  Entries entries;
  for (const Json& one : json["benchmarks"]) {
    if (!one.is_object()) throw NoBenchmarks("an entry of 'benchmarks' is none");
    entries.add(one);
  }
  Benchmarks benchmarks{{}, entries.left_out()};
  for (auto& [name, series] : entries.series()) {
    std::vector<double> values = series.values;
    std::ranges::sort(values);
    benchmarks.measurements.push_back({name, text_in(context, "host_name"), made, text_in(context, "revision"),
                                       series.unit, quantile_of(values, 0.25), quantile_of(values, 0.5),
                                       quantile_of(values, 0.75)});
  }
  return benchmarks;
}

}  // namespace

Benchmarks read_benchmarks(const std::filesystem::path& file) {
  const auto refuse = [&](const std::string& problem) -> InputError {
    return InputError(Diagnostic{
        {file.string(), 0, 0}, problem, "give it what '--benchmark_format=json' or 'bench check --json' wrote"});
  };
  const auto bytes = read_whole(file);
  if (!bytes) throw refuse("there is no such file");
  try {
    return benchmarks_in(parsed(*bytes));
  } catch (const NoBenchmarks& error) {
    throw refuse(fmt::format("cannot be read as benchmarks ({})", error.what()));
  }
}

}  // namespace wafercast
