#pragma once

#include <filesystem>
#include <optional>

namespace wafercast {

/// Where the system says which control groups a process is in, and where their limits stand.
struct ControlGroups {
  std::filesystem::path memberships = "/proc/self/cgroup";
  std::filesystem::path limits = "/sys/fs/cgroup";
};

/// How many processors' time the control groups of this process allow (version 2: cpu.max; version 1:
/// cpu.cfs_quota_us), rounded up; nothing where they set no limit.
std::optional<int> processors_by_quota(const ControlGroups& groups = {});

/// The threads that do the work when nobody says how many: one a processor, within what the control groups allow.
int usual_threads();

}  // namespace wafercast
