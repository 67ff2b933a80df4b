#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/runs/precision.hpp>
#include <runners/jobs/runs/replay.hpp>
#include <runners/jobs/runs/run.hpp>
#include <runners/jobs/runs/shard.hpp>
#include <runners/jobs/studies/paired_study.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/report/text/profile.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

class ResultFolder;

/// `wafercast run`: a scenario becomes a forecast. Writes the result folder, prints the table (or JSON).
class RunCommand {
 public:
  explicit RunCommand(CLI::App& command);  ///< declares its options

  /// `words` are those of the command line, for the manifest. Throws InputError for bad input; nothing has been written
  /// then.
  ExitCode run(std::vector<std::string> words);

 private:
  /// A run from its scenario to its forecast, which nobody has seen yet.
  struct Attempt {
    Prepared prepared;
    std::filesystem::path place{};
    std::optional<RunResult> result{};  ///< absent when it was stopped
    bool resumable = false;
    RunPhases phases{};  ///< where its time went
  };

  ExitCode simulate();
  Attempt attempt(const std::optional<Recorded>& recorded, std::optional<ResultFolder>& folder);
  bool is_precise(Attempt& made);
  ExitCode simulate_part();
  bool goes_through_values() const;
  ExitCode go_through_values() const;
  void read_paths_or_range(const std::string& text);
  void take_points();
  void take_shard();
  std::filesystem::path place_of(const Scenario& scenario) const;
  OutputPlaces places_of_files() const;
  void require_apart(const Attempt& made) const;

  RunRequest request_;
  std::vector<SweepAxis> axes_;  ///< what is set
  ComparedChoice choice_;        ///< what is shown
  bool paths_given_ = false;
  std::vector<std::string> words_;
  std::filesystem::path out_;          ///< empty: results/runs/<name>-<hash>
  std::filesystem::path part_;         ///< a file that takes what was counted; empty: a forecast is made
  std::optional<PathRange> range_;     ///< of that part; absent: all paths
  std::optional<Shard> shard_;         ///< of the paths, which is that part
  std::filesystem::path replay_;       ///< a manifest; empty: none
  std::optional<std::uint64_t> path_;  ///< simulate this path alone and print it
  ReportFile report_;
  ReportFile spreadsheet_{ReportFile::Kind::spreadsheet};
  std::optional<PrecisionGoal> precision_;  ///< absent: as many paths as were asked for
  std::string precise_;                     ///< how sure the forecast is then, for people
  std::vector<std::int64_t> attempts_;      ///< paths of those that were not precise
  bool full_ = false;                       ///< show all there is
  bool assumptions_ = false;                ///< list all of them
  bool file_ = false;                       ///< in results/forecasts, before the fact
  bool profile_ = false;                    ///< say where the time went
  bool json_ = false;
  bool quiet_ = false;
};

}  // namespace wafercast
