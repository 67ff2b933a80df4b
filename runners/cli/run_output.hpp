#pragma once

#include <runners/cli/exit_codes.hpp>
#include <runners/files/result_folder.hpp>
#include <runners/jobs/runs/run_request.hpp>
#include <runners/jobs/studies/compared_choice.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// What a forecast leaves behind: files, and what is printed. Made by `run` and by `merge`.
class RunOutput {
 public:
  struct Options {
    bool full = false;             ///< all there is instead of what people want to know first
    bool all_assumptions = false;  ///< not only those with the newest sources; of a full table
    ComparedChoice shown{};        ///< metrics and periods to show instead of the usual ones
    bool json = false;             ///< instead of the table
    bool quiet = false;
  };
  enum class Files {
    usual,
    filed  ///< before the fact: what it takes to score it
  };

  /// `result` and `scenario` have to outlive this.
  RunOutput(const RunResult& result, const Scenario& scenario, Options options);

  const std::string& json() const { return json_; }

  void write(ResultFolder& folder, const std::filesystem::path& place, Files files) const;

  /// `place` is where the results are; empty: nowhere.
  void print(const std::filesystem::path& place) const;

  /// Says on stderr which paths failed, if any did.
  ExitCode exit_code() const;

 private:
  const RunResult& result_;
  const Scenario& scenario_;
  Options options_;
  std::string json_;
};

}  // namespace wafercast
