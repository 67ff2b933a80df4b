#include <runners/cli/options.hpp>

#include <engine/core/run_limits.hpp>
#include <runners/cli/interrupt.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace wafercast {
namespace {

Date read_date(const std::string& option, const std::string& text) {
  if (const auto date = parse_date(text)) return *date;
  throw CLI::ValidationError(option, "'" + text + "' is no date; write it as 2025-02-27");
}

int read_quarters(const std::string& text) {
  int quarters = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, quarters);
  const std::string rest(stop, end);
  const bool known = rest.empty() || rest == "q" || rest == " quarters" || rest == " quarter";
  if (error != std::errc() || !known || quarters < 1 || quarters > longest_horizon) {
    throw CLI::ValidationError("--horizon",
                               fmt::format("'{}' is no number of quarters from 1 to {}", text, longest_horizon));
  }
  return quarters;
}

/// Where what was learnt is kept between runs: $XDG_CACHE_HOME/wafercast or ~/.cache/wafercast; empty where there is
/// no home.
std::filesystem::path cache_folder() {
  const auto from = [](const char* variable) {
    const char* value = std::getenv(variable);
    return std::filesystem::path(value != nullptr ? value : "");
  };
  if (const auto cache = from("XDG_CACHE_HOME"); cache.is_absolute()) return cache / "wafercast";
  if (const auto home = from("HOME"); home.is_absolute()) return home / ".cache" / "wafercast";
  return {};
}

}  // namespace

std::int64_t read_paths(std::string text) {
  double factor = 1.0;
  if (!text.empty() && (text.back() == 'k' || text.back() == 'M')) {
    factor = text.back() == 'k' ? 1e3 : 1e6;
    text.pop_back();
  }
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  value *= factor;
  if (error != std::errc() || stop != end || !(value >= 1.0) || value > 1e12 || value != std::floor(value)) {
    throw CLI::ValidationError("--paths", "'" + text + "' is no number of paths; write 100000, 100k or 1e5");
  }
  return static_cast<std::int64_t>(value);
}

CLI::Option* add_date(CLI::App& command, const std::string& name, Date& date, const std::string& meaning) {
  return command.add_option_function<std::string>(
      name, [name, &date](const std::string& text) { date = read_date(name, text); }, meaning);
}

CLI::Option* add_date(CLI::App& command, const std::string& name, std::optional<Date>& date,
                      const std::string& meaning) {
  return command.add_option_function<std::string>(
      name, [name, &date](const std::string& text) { date = read_date(name, text); }, meaning);
}

void add_as_of(CLI::App& command, std::optional<Date>& as_of) {
  add_date(command, "--as-of", as_of,
           "Use what was published by this date (YYYY-MM-DD); default: the newest date in the data");
}

void add_paths(CLI::App& command, std::int64_t& paths, const std::string& meaning) {
  command.add_option_function<std::string>(
      "--paths", [&paths](const std::string& text) { paths = read_paths(text); }, meaning);
}

void add_whole_paths(CLI::App& command, std::int64_t& paths, const std::string& meaning) {
  command.add_option_function<std::string>(
      "--paths",
      [&paths](const std::string& text) {
        const std::int64_t asked = read_paths(text);
        if (asked > PairedStudy::most_paths)
          throw CLI::ValidationError("--paths", fmt::format("at most {} of them", PairedStudy::most_paths));
        paths = (asked + block_lanes - 1) / block_lanes * block_lanes;
      },
      meaning);
}

void add_horizon(CLI::App& command, std::optional<int>& quarters) {
  command.add_option_function<std::string>(
      "--horizon", [&quarters](const std::string& text) { quarters = read_quarters(text); },
      "Quarters to forecast; default: as the scenario says");
}

CLI::Option* add_axes(CLI::App& command, std::vector<SweepAxis>& axes, const std::string& meaning) {
  return command
      .add_option_function<std::vector<std::string>>(
          "--set",
          [&axes](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) axes.push_back(read_axis(text));
          },
          meaning)
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::vector<Setting> settings_of(const std::vector<SweepAxis>& axes) {
  std::vector<Setting> settings;
  for (const SweepAxis& axis : axes) {
    if (axis.values.size() > 1)
      throw CLI::ValidationError("--set", "'" + axis.name + "' has several values; 'run' goes through them");
    settings.push_back(axis.at(0));
  }
  return settings;
}

void add_choice(CLI::App& command, ComparedChoice& choice) {
  command.add_option("--metric", choice.metrics, "Metrics to show; default: those that the scenario shows first");
  command.add_option("--period", choice.periods, "Periods to show, e.g. FY28 FY27Q4; default: all of the forecast");
}

void add_reach(CLI::App& command, Reach& reach) {
  command
      .add_option("--root", reach.root,
                  "Folder within which the scenario's own files lie; default: its project (the folder with .git), or "
                  "the folder above its own")
      ->check(CLI::ExistingDirectory);
  command.add_flag("--allow-outside", reach.allow_outside, "Let the scenario read files from anywhere");
}

void add_drawing(CLI::App& command, ScenarioRequest& request) {
  command.add_option("--seed", request.seed, "Seed of all draws")
      ->capture_default_str()
      ->check([](const std::string& text) {
        const bool plain = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        return plain ? std::string() : "'" + text + "' is no seed; write a whole number from 0 on";
      });
  add_working(command, request);
}

void add_working(CLI::App& command, ScenarioRequest& request) {
  constexpr int most_threads = 256;
  command.add_option("--threads", request.threads.count, "Worker threads; 0 takes all processors")
      ->check(CLI::Range(0, most_threads))
      ->capture_default_str();
  request.cache = cache_folder();
  request.stop = interrupted;
  command.add_flag_callback(
      "--no-cache", [&request] { request.cache.clear(); },
      "Learn anew, and do not keep what was learnt for later runs");
  add_reach(command, request.read.reach);
}

Threads threads_to_use(Threads wanted) {
  const Threads threads = startable(wanted);
  const int asked = worker_slots(wanted);
  if (threads.count < asked) {
    fmt::print(stderr, "wafercast: note: {} threads cannot be had; works on one, which gives the same figures\n",
               asked);
  }
  return threads;
}

}  // namespace wafercast
