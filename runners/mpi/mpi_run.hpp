#pragma once

#include <runners/cli/exit_codes.hpp>
#include <runners/jobs/runs/run.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/mpi/ranks.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace wafercast {

/// `mpirun wafercast-mpi SCENARIO`: `wafercast run`, its paths divided over ranks. The first rank writes and prints.
class MpiRun {
 public:
  explicit MpiRun(CLI::App& command);  ///< declares its options

  /// Bad input is told by the first rank alone, and ends all of them. `words` are for the manifest.
  ExitCode run(const Ranks& ranks, std::vector<std::string> words);

 private:
  std::optional<Prepared> prepared_together(const Ranks& ranks) const;
  ExitCode write(const Prepared& prepared, const Counted& counted, std::vector<std::string> words, double seconds);

  RunRequest request_;
  std::vector<SweepAxis> axes_;  ///< what is set, one value each
  std::filesystem::path out_;    ///< empty: where the undivided run would put it
  bool json_ = false;
  bool quiet_ = false;
};

}  // namespace wafercast
