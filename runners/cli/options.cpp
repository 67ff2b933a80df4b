#include <runners/cli/options.hpp>

#include <engine/core/run_limits.hpp>
#include <engine/core/typographic.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/time_text.hpp>
#include <engine/language/values/value_text.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/jobs/runs/processors.hpp>
#include <runners/jobs/runs/run.hpp>
#include <runners/jobs/studies/paired_study.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace wafercast {
namespace {

[[noreturn]] void refuse(const std::string& option, const language::ValueError& error) {
  const std::string way_out = error.suggestion().empty() ? "" : "; " + error.suggestion();
  throw CLI::ValidationError(option, error.what() + way_out);
}

Date read_date(const std::string& option, const std::string& text) {
  if (const auto date = parse_date(language::trimmed(text))) return *date;
  throw CLI::ValidationError(option,
                             fmt::format("'{}' is no date{}; write it as 2025-02-27", text, typographic_note(text)));
}

/// `8`, `8q`, `2 years`
int read_quarters(const std::string& text) {
  try {
    return language::read_quarters(text);
  } catch (const language::ValueError&) {
    throw CLI::ValidationError("--horizon",
                               fmt::format("'{}' is no number of quarters from 1 to {}", text, longest_horizon));
  }
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

std::uint64_t read_whole_option(const std::string& option, const std::string& text, const language::WholeRange& range) {
  try {
    return language::read_whole(text, range);
  } catch (const language::ValueError& error) {
    refuse(option, error);
  }
}

CLI::Option* add_whole(CLI::App& command, const std::string& name, std::function<void(std::uint64_t)> take,
                       const language::WholeRange& range, const std::string& meaning) {
  return command.add_option_function<std::string>(
      name,
      [name, range, take = std::move(take)](const std::string& text) { take(read_whole_option(name, text, range)); },
      meaning);
}

std::string existing_file(const std::string& value) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(value, ignored)) return {};
  return std::filesystem::exists(value, ignored) ? fmt::format("'{}' is no file", value)
                                                 : fmt::format("there is no file '{}'", value);
}

std::string existing_folder(const std::string& value) {
  std::error_code ignored;
  if (std::filesystem::is_directory(value, ignored)) return {};
  return std::filesystem::exists(value, ignored) ? fmt::format("'{}' is no folder", value)
                                                 : fmt::format("there is no folder '{}'", value);
}

std::function<std::string(const std::string&)> one_of(std::vector<std::string> words) {
  return [words = std::move(words)](const std::string& value) {
    if (std::ranges::find(words, value) != words.end()) return std::string();
    return fmt::format("'{}' is none of {}", value, fmt::join(words, ", "));
  };
}

std::int64_t read_paths(const std::string& text) {
  constexpr language::WholeRange possible{1, most_paths};
  try {
    return static_cast<std::int64_t>(language::read_whole(text, possible));
  } catch (const language::ValueError& error) {
    throw CLI::ValidationError(
        "--paths", fmt::format("'{}' is no number of paths ({}); write 100000, 100k or 1e5", text, error.what()));
  }
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
        if (asked > PairedStudy::most_paths_in_memory)
          throw CLI::ValidationError("--paths", fmt::format("at most {} of them", PairedStudy::most_paths_in_memory));
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

RunInputOptions add_run_input(CLI::App& command, RunRequest& request, std::vector<SweepAxis>& axes,
                              const std::string& meaning_of_set) {
  ScenarioRequest& scenario = request.scenario;
  RunInputOptions options{};
  options.scenario = command.add_option("scenario", scenario.file, "Scenario file (YAML)");
  add_as_of(command, scenario.read.as_of);
  add_horizon(command, scenario.read.quarters);
  command.add_option("--data", scenario.read.data_folder, "Data folder to use instead of the scenario's own")
      ->check(existing_folder);
  add_reliance(command, scenario.reliance);
  add_seed(command, scenario.seed);
  options.set = add_axes(command, axes, meaning_of_set);
  return options;
}

CLI::Option* add_draws(CLI::App& command, Sampling::Kind& kind) {
  return command.add_option_function<std::string>(
      "--draws", [&kind](const std::string& text) { kind = read_sampling(text); },
      "How paths are drawn: independent; or sobol or latin-hypercube, evenly spread points, so fewer are needed: a "
      "power of two, 16384 when --paths says nothing");
}

void add_reliance(CLI::App& command, Reliance& reliance) {
  command.add_option_function<std::string>(
      "--rely-on", [&reliance](const std::string& text) { reliance = read_reliance(text); },
      "What the forecast relies on: both; or beliefs alone, without the trends of the record and what was said of the "
      "company's own figures to come; or the record alone, without reported quarters and all that was said");
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

void add_full(CLI::App& command, bool& full) {
  command.add_flag(
      "--full", full,
      "Show everything, and let forecast.json hold every metric; default: the headline with its growth, the "
      "lines in which the company reports, what holds sales back, what the forecast takes in things, the "
      "scenario's own metrics, "
      "and what --metric names");
}

void add_reach(CLI::App& command, Reach& reach) {
  command
      .add_option("--root", reach.root,
                  "Folder within which the scenario's own files lie; default: its project (the folder with .git), or "
                  "the folder above its own")
      ->check(existing_folder);
  command.add_flag("--allow-outside", reach.allow_outside, "Let the scenario read files from anywhere");
}

void add_seed(CLI::App& command, std::uint64_t& seed) {
  add_whole(command, "--seed", seed, language::any_seed, "Seed of all draws")->default_str(std::to_string(seed));
}

void add_drawing(CLI::App& command, ScenarioRequest& request) {
  add_reliance(command, request.reliance);
  add_seed(command, request.seed);
  add_working(command, request);
}

void add_working(CLI::App& command, ScenarioRequest& request) {
  add_whole(command, "--threads", request.threads.count, {0, most_threads},
            "Worker threads; 0 takes all processors that it may use")
      ->default_str(std::to_string(request.threads.count));
  request.cache = cache_folder();
  request.stop = interrupted;
  command.add_flag_callback(
      "--no-cache", [&request] { request.cache.clear(); }, "Learn again, and do not cache what was learnt");
  add_reach(command, request.read.reach);
}

Threads threads_to_use(Threads wanted) {
  if (wanted.count == 0) wanted.count = usual_threads();
  const Threads threads = startable(wanted);
  const int asked = worker_slots(wanted);
  if (threads.count < asked) {
    fmt::print(stderr, "wafercast: note: {} threads cannot be had; works on one, which gives the same figures\n",
               asked);
  }
  return threads;
}

}  // namespace wafercast
