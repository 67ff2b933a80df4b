#pragma once

#include <engine/core/date.hpp>
#include <engine/core/parallel.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/language/values/whole_number.hpp>
#include <engine/scenario/reliance.hpp>
#include <runners/jobs/runs/sampling_kind.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace wafercast {

struct ComparedChoice;
struct RunRequest;
struct ScenarioRequest;
struct SweepAxis;

// Options that several commands have, and how people write their values: each refuses other text by name.

/// A whole number within bounds: decimal, 100k and 1e6 too.
CLI::Option* add_whole(CLI::App& command, const std::string& name, std::function<void(std::uint64_t)> take,
                       const language::WholeRange& range, const std::string& meaning);

template <class Integer>
CLI::Option* add_whole(CLI::App& command, const std::string& name, Integer& number, const language::WholeRange& range,
                       const std::string& meaning) {
  const auto take = [&number](std::uint64_t value) { number = static_cast<Integer>(value); };
  return add_whole(command, name, std::function<void(std::uint64_t)>(take), range, meaning);
}

/// What is wrong with a value, for CLI::Option::check; nothing for a good one.
std::string existing_file(const std::string& value);
std::string existing_folder(const std::string& value);
std::function<std::string(const std::string&)> one_of(std::vector<std::string> words);

/// A day: `2025-02-27`.
CLI::Option* add_date(CLI::App& command, const std::string& name, Date& date, const std::string& meaning);
CLI::Option* add_date(CLI::App& command, const std::string& name, std::optional<Date>& date,
                      const std::string& meaning);

/// `--as-of`
void add_as_of(CLI::App& command, std::optional<Date>& as_of);

/// `--paths`, which takes 100000, 100k, 1e6 or 1M.
void add_paths(CLI::App& command, std::int64_t& paths, const std::string& meaning);

/// The same where paths are drawn in whole blocks.
void add_whole_paths(CLI::App& command, std::int64_t& paths, const std::string& meaning);

/// A number of paths as people write it; throws CLI::ValidationError.
std::int64_t read_paths(const std::string& text);

/// `--horizon`, which takes `8`, `8 quarters` or `8q`: people write all three.
void add_horizon(CLI::App& command, std::optional<int>& quarters);

/// `--full`: the forecast holds every metric.
void add_full(CLI::App& command, bool& full);

/// `--set NAME=VALUE`, any number of times.
CLI::Option* add_axes(CLI::App& command, std::vector<SweepAxis>& axes, const std::string& meaning);

/// What axes of one value each set; throws CLI::ValidationError where one has several.
std::vector<Setting> settings_of(const std::vector<SweepAxis>& axes);

/// The scenario's file, `--as-of`, `--horizon`, `--data`, `--set`, `--rely-on` and `--seed`: what a run is, its paths
/// and draws apart (RunInput). The command's own callback says what the axes set.
struct RunInputOptions {
  CLI::Option* scenario;
  CLI::Option* set;
};
RunInputOptions add_run_input(CLI::App& command, RunRequest& request, std::vector<SweepAxis>& axes,
                              const std::string& meaning_of_set);

/// `--draws`
CLI::Option* add_draws(CLI::App& command, Sampling::Kind& kind);

/// `--rely-on`
void add_reliance(CLI::App& command, Reliance& reliance);

/// `--metric` and `--period`: what is shown of a comparison.
void add_choice(CLI::App& command, ComparedChoice& choice);

/// `--root` and `--allow-outside`: what may be read.
void add_reach(CLI::App& command, Reach& reach);

/// `--threads`, `--no-cache`, `--root` and `--allow-outside`: how the work is done, and what may be read and kept for
/// it.
void add_working(CLI::App& command, ScenarioRequest& request);

/// `--seed`
void add_seed(CLI::App& command, std::uint64_t& seed);

/// These, `--seed` and `--rely-on`: how a scenario is learnt and drawn.
void add_drawing(CLI::App& command, ScenarioRequest& request);

/// The threads that a command works on: as many as were asked for, or one where they cannot be had, which is said on
/// stderr.
Threads threads_to_use(Threads wanted);

/// A whole number of the command line; throws CLI::ValidationError, which names the option.
std::uint64_t read_whole_option(const std::string& option, const std::string& text, const language::WholeRange& range);

}  // namespace wafercast
