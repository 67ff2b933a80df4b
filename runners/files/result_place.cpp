#include <runners/files/result_place.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/one_file.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_place(const fs::path& place, const std::string& why, const std::string& suggestion) {
  throw InputError(Diagnostic{{place.string(), 0, 0}, why, suggestion});
}

/// The files that a result's manifest names; nothing where there is no manifest that can be read.
std::optional<std::set<std::string>> files_of_result(const fs::path& folder) {
  std::string manifest;
  try {
    manifest = read_whole(folder / "manifest.json").value_or("");
  } catch (const InputError&) {  // it is no file, or cannot be read
    return std::nullopt;
  }
  const nlohmann::json json = nlohmann::json::parse(manifest, nullptr, false);
  if (!json.is_object() || !json.contains("manifest") || !json.contains("program")) return std::nullopt;
  if (json["manifest"] == 1) return {{"forecast.json", "forecast.csv", "manifest.json", "scenario.yaml"}};
  std::set<std::string> files;
  if (!json.contains("files") || !json["files"].is_array()) return std::nullopt;
  for (const auto& name : json["files"]) {
    if (!name.is_string()) return std::nullopt;
    files.insert(name.get<std::string>());
  }
  return files;
}

/// Whether an entry is a file of the result, or a folder of such.
bool is_of_result(const fs::directory_entry& entry, const std::string& name, const std::set<std::string>& files) {
  if (entry.is_symlink()) return false;
  if (!entry.is_directory()) return entry.is_regular_file() && files.contains(name);
  return std::ranges::any_of(files, [&](const std::string& file) { return file.starts_with(name + "/"); });
}

/// What in a folder is no file of an earlier result: the first few, by name. Throws filesystem_error.
std::vector<std::string> in_the_way(const fs::path& folder) {
  constexpr std::size_t most = 4;
  std::vector<std::string> foreign;
  const auto files = files_of_result(folder);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    const bool known = files && is_of_result(entry, name, *files);
    if (!known) foreign.push_back(name);
  }
  std::ranges::sort(foreign);
  if (foreign.size() > most) {
    const std::size_t others = foreign.size() - most;
    foreign.resize(most);
    foreign.push_back(fmt::format("{} more", others));
  }
  return foreign;
}

/// in_the_way() of a folder that other processes may exchange for another meanwhile: what is seen half of one and half
/// of the other counts for nothing. Nothing when the folder is gone.
std::vector<std::string> settled_in_the_way(const fs::path& folder) {
  constexpr int most_attempts = 1000;
  for (int attempt = 0;; ++attempt) {
    struct stat before = {};
    if (::lstat(folder.c_str(), &before) != 0 && errno == ENOENT) return {};
    std::vector<std::string> foreign;
    std::optional<fs::filesystem_error> failure;
    try {
      foreign = in_the_way(folder);
      if (foreign.empty()) return {};
    } catch (const fs::filesystem_error& error) {
      failure = error;
    }
    struct stat after = {};
    const bool same = ::lstat(folder.c_str(), &after) == 0 && before.st_ino == after.st_ino;
    const bool vanished = failure && failure->code() == std::errc::no_such_file_or_directory;
    if ((!same || vanished) && attempt < most_attempts) continue;
    if (failure) throw *failure;
    return foreign;
  }
}

enum class Lock {
  taken,
  busy,        ///< somebody else has it, or the folder is gone
  impossible,  ///< on this disk
};

Lock try_lock(const fs::path& folder, int& descriptor) {
  descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return Lock::busy;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return Lock::taken;
  const bool busy = errno == EWOULDBLOCK;
  ::close(std::exchange(descriptor, -1));
  return busy ? Lock::busy : Lock::impossible;
}

/// A complete result beside its place is one that is just being replaced, for a moment; it belongs to whoever does so.
bool is_being_replaced(const fs::path& folder) {
  constexpr auto a_moment = std::chrono::minutes(1);
  std::error_code error;
  const auto written = fs::last_write_time(folder, error);
  return fs::exists(folder / "manifest.json", error) && fs::file_time_type::clock::now() - written < a_moment;
}

void remove_left_behind(const fs::path& result) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent_of(result), error)) {
    if (original_of(entry.path().filename().string()) != result.filename().string() || is_being_replaced(entry.path()))
      continue;
    int lock = -1;
    if (try_lock(entry.path(), lock) != Lock::taken) continue;  // its run is alive
    fs::remove_all(entry.path(), error);
    ::close(lock);
  }
}

}  // namespace

void require_place_for_results(const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(folder, error);
  if (status.type() == fs::file_type::not_found) return;
  if (error) refuse_place(folder, fmt::format("results cannot go here ({})", error.message()), "name another folder");
  if (fs::is_symlink(status)) {
    refuse_place(folder, "results cannot go here (it is a symbolic link)",
                 "name the folder that it points to, or a new one");
  }
  if (!fs::is_directory(status)) refuse_place(folder, "results cannot go here (it is no folder)", "name a new folder");
  try {
    const std::vector<std::string> foreign = settled_in_the_way(folder);
    if (foreign.empty()) return;
    refuse_place(folder,
                 fmt::format("results cannot go here (it holds {}, which no result of wafercast put there)",
                             fmt::join(foreign, ", ")),
                 "name a new folder, an empty one, or one that holds nothing but an earlier result");
  } catch (const fs::filesystem_error& problem) {
    refuse_place(folder, fmt::format("results cannot go here ({})", problem.code().message()), "name another folder");
  }
}

bool may_be_replaced(const fs::path& folder) {
  try {
    const fs::file_status status = fs::symlink_status(folder);
    if (status.type() == fs::file_type::not_found) return true;
    return fs::is_directory(status) && settled_in_the_way(folder).empty();
  } catch (const fs::filesystem_error&) {
    return false;
  }
}

fs::path parent_of(const fs::path& folder) {
  return folder.has_parent_path() ? folder.parent_path() : fs::path(".");
}

fs::path sibling_of(const fs::path& folder) {
  std::random_device bits;
  return parent_of(folder) / fmt::format(".{}.{:08x}{:08x}", folder.filename().string(), bits(), bits());
}

std::optional<std::string> original_of(const std::string& sibling) {
  constexpr std::size_t tail = 17;  // a dot and sixteen digits
  if (sibling.size() < tail + 2 || sibling.front() != '.' || sibling[sibling.size() - tail] != '.') return std::nullopt;
  if (sibling.find_first_not_of("0123456789abcdef", sibling.size() - tail + 1) != std::string::npos)
    return std::nullopt;
  return sibling.substr(1, sibling.size() - tail - 1);
}

GatheringFolder::GatheringFolder(const fs::path& result) {
  std::error_code error;
  for (fs::path missing = parent_of(result); !missing.empty() && !fs::exists(missing, error);
       missing = missing.parent_path()) {
    made_.push_back(missing);
  }
  fs::create_directories(parent_of(result), error);
  if (error) {
    refuse_place(parent_of(result), fmt::format("this folder cannot be made ({})", error.message()),
                 "name a folder where results can be written");
  }
  remove_left_behind(result);
  for (;;) {
    path_ = sibling_of(result);
    fs::create_directory(path_, error);
    if (error) {
      refuse_place(result, fmt::format("results cannot be written here ({})", error.message()),
                   "name a folder where results can be written");
    }
    const Lock lock = try_lock(path_, lock_);
    if (lock == Lock::impossible) return;  // then nobody can take it for left behind
    if (lock == Lock::taken && fs::exists(path_)) return;
    // Another run took it for left behind before it was locked.
    if (lock_ >= 0) ::close(std::exchange(lock_, -1));
  }
}

GatheringFolder::~GatheringFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
  for (const fs::path& folder : made_) ::rmdir(folder.c_str());  // stays where a result has appeared in it
}

}  // namespace wafercast
