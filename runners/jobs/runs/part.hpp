#pragma once

#include <engine/forecast/part_file.hpp>
#include <runners/jobs/runs/run.hpp>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace wafercast {

/// The header of a range of paths of a prepared run.
PartHeader part_header(const Prepared& prepared, const RunRequest& request, PathRange paths);

/// Puts what was counted at `file`, whole or not at all. Throws std::runtime_error.
void write_part(const std::filesystem::path& file, const PartHeader& header, const Counted& counted);

/// Parts do not make a run: what is missing of it. The parts that are there are sound.
class MissingParts : public std::runtime_error {
 public:
  explicit MissingParts(std::vector<PathRange> ranges);
  const std::vector<PathRange>& ranges() const { return ranges_; }

 private:
  std::vector<PathRange> ranges_;
};

/// A run put together from parts: as if it had never been divided.
struct MergedRun {
  RunRequest request;  ///< of the whole
  Prepared prepared;
  RunResult result;
};

/// Adds parts up, in any order. `how` says how to work: threads, reach and cache. Throws InputError, with every file
/// that is none of theirs (of another run, another program, twice the same paths, damaged, beyond `paths`), and
/// MissingParts where paths between the first and the last are in none; `paths`: or between the last and as many as the
/// run is to have.
MergedRun merge_parts(const std::vector<std::filesystem::path>& files, const ScenarioRequest& how, Told told,
                      std::optional<std::int64_t> paths = std::nullopt);

/// Paths [0, request.paths), in steps that are kept at `file` from time to time and when it is stopped, so that the
/// same run goes on from there; a file of another run is written over. Nothing when it was stopped; `file` then holds
/// what was done, if that was worth keeping.
std::optional<Counted> count_resumably(const Prepared& prepared, const RunRequest& request,
                                       const std::filesystem::path& file, const Callbacks& callbacks);

}  // namespace wafercast
