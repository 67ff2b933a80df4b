#include <runners/jobs/runs/processors.hpp>

#include <engine/core/parallel.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

/// `200000 100000` is two processors; `max 100000` and -1 are no limit.
std::optional<double> processors_in(const std::string& quota_and_period) {
  std::istringstream words(quota_and_period);
  double quota = 0.0;
  double period = 0.0;
  if (!(words >> quota >> period) || !(quota > 0.0) || !(period > 0.0)) return std::nullopt;
  return quota / period;
}

std::optional<double> limit_in(const fs::path& folder) {
  if (const auto second = processors_in(first_line(folder / "cpu.max"))) return second;
  return processors_in(first_line(folder / "cpu.cfs_quota_us") + " " + first_line(folder / "cpu.cfs_period_us"));
}

/// The least of the limits of a group and of those that it is in.
std::optional<double> least_limit(const fs::path& mount, fs::path group) {
  std::optional<double> least;
  while (true) {
    const auto limit = limit_in(mount / group.relative_path());
    if (limit && (!least || *limit < *least)) least = limit;
    if (group.relative_path().empty()) return least;
    group = group.parent_path();
  }
}

/// `0::/user.slice` of version 2; `4:cpu,cpuacct:/docker/1` of version 1, whose limits lie in a folder of that name.
std::pair<std::string, fs::path> controllers_and_group(const std::string& line) {
  const auto first = std::min(line.find(':'), line.size());
  const auto second = std::min(line.find(':', std::min(first + 1, line.size())), line.size());
  if (second == line.size()) return {};
  return {line.substr(first + 1, second - first - 1), line.substr(second + 1)};
}

}  // namespace

std::optional<int> processors_by_quota(const ControlGroups& groups) {
  std::optional<double> least;
  std::ifstream memberships(groups.memberships);
  for (std::string line; std::getline(memberships, line);) {
    const auto [controllers, group] = controllers_and_group(line);
    const bool counts_time = ("," + controllers + ",").find(",cpu,") != std::string::npos;
    if (group.empty() || (!controllers.empty() && !counts_time)) continue;
    for (const fs::path& mount : {groups.limits / controllers, groups.limits / "cpu"}) {
      const auto limit = least_limit(mount, group);
      if (limit && (!least || *limit < *least)) least = limit;
    }
  }
  if (!least) return std::nullopt;
  return std::max(1, static_cast<int>(std::ceil(std::min(*least, 1e6) - 1e-9)));
}

int usual_threads() {
  const int processors = worker_slots({});
  return std::min(processors, processors_by_quota().value_or(processors));
}

}  // namespace wafercast
