#pragma once

#include <runners/jobs/runs/run_request.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// A run in shards on a Slurm cluster: each shard is a task of a job array that leaves a part, and a last job merges
/// them.
struct SlurmRequest {
  RunRequest run;  ///< its scenario's threads are a shard's cores
  int shards = 1;
  std::filesystem::path program;     ///< absolute, and on every node
  std::filesystem::path started_in;  ///< absolute: what the paths of the request's files are relative to
  std::filesystem::path folder;  ///< absolute: takes scripts, parts, logs and the result, and is shared by the nodes
};

/// A file to be written.
struct Script {
  std::string name;
  std::string text;
  bool is_run_by_people = false;
};

/// `submit`, which asks Slurm for what is missing, and the jobs that it submits. `scenario` is the request's, read.
/// Every word is quoted for its reader; throws InputError for a name with a control character.
std::vector<Script> slurm_scripts(const SlurmRequest& request, const Scenario& scenario);

}  // namespace wafercast
