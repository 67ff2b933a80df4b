#pragma once

#include <engine/core/date.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/scenario/reliance.hpp>
#include <engine/scenario/scenario.hpp>
#include <runners/jobs/runs/sampling_kind.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {

struct RunRequest;

/// What a run is: all that decides about its bits, apart from the program. A precision that was asked for has become
/// paths, and members among the settings. How each field is written, read and asked for is in run_input_io.cpp alone.
struct RunInput {
  std::filesystem::path file{};
  std::optional<Date> as_of{};
  std::optional<int> quarters{};
  std::optional<std::filesystem::path> data_folder{};  ///< absent: the scenario's own
  std::vector<Setting> settings{};
  Reliance reliance = Reliance::both;
  std::uint64_t seed = 1;
  std::int64_t paths = 0;  ///< 0: as many as its parts have together
  std::vector<InputFile> inputs{};
  Sampling::Kind draws = Sampling::Kind::independent;
  bool full = false;                   ///< the forecast holds all metrics
  std::vector<std::string> metrics{};  ///< that it holds beside the usual ones
};

/// The run that was asked for, in terms that mean the same tomorrow: `scenario` is the request's, read.
RunInput run_input(const RunRequest& request, const Scenario& scenario);

/// Asks for that run; how to work on it stays as the request says.
void ask_for(const RunInput& input, RunRequest& request);

/// Names a result by what decides about its bits: the same scenario (`resolved`), data, seed and number of paths, the
/// same name.
std::string run_hash(const RunInput& input, const std::string& resolved);

/// The options of `wafercast run` that ask for it, with their values, empty of a flag; the scenario's file is the one
/// without a name.
std::vector<std::pair<std::string, std::string>> run_options(const RunInput& input);

}  // namespace wafercast
