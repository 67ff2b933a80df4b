#include <runners/files/output_places.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/one_file.hpp>

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

/// A path with its links followed as far as it is there, so that two spellings of one place are equal.
fs::path true_path(const fs::path& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  fs::path canonical = fs::weakly_canonical(absolute, error);
  if (error) canonical = absolute.lexically_normal();
  return canonical.has_filename() ? canonical : canonical.parent_path();
}

/// What one file goes by: its path, and where it is there its number on its disk, by which a hard link is known.
std::vector<std::string> names_of(const fs::path& file) {
  std::vector<std::string> names = {true_path(file).string()};
  struct stat status = {};
  if (::stat(file.c_str(), &status) == 0) names.push_back(fmt::format("#{}:{}", status.st_dev, status.st_ino));
  return names;
}

bool lies_in(const fs::path& path, const fs::path& folder) {
  const fs::path within = true_path(path), around = true_path(folder);
  return std::mismatch(around.begin(), around.end(), within.begin(), within.end()).first == around.end();
}

}  // namespace

void OutputPlaces::add(Output output) {
  if (!output.place.empty()) outputs_.push_back(std::move(output));
}

void OutputPlaces::file(OutputKind kind, const fs::path& place) {
  add({place, word_of(kind), [kind](const fs::path& file) { return carries_mark(kind, file); }});
}

void OutputPlaces::file(const SealedKind& kind, const fs::path& place) {
  add({place, std::string(kind.name),
       [kind](const fs::path& file) { return begins_like(kind, read_head(file, kind.magic.size())); }});
}

void OutputPlaces::new_file(const fs::path& place) {
  add({place, "a new file", [](const fs::path&) { return false; }});
}

void OutputPlaces::files_in(const fs::path& folder, const std::vector<std::pair<OutputKind, std::string>>& names) {
  if (folder.empty()) return;
  for (const auto& [kind, name] : names) {
    file(kind, folder / name);
    outputs_.back().folder_may_be_made = true;
  }
}

void OutputPlaces::folder(const fs::path& place) {
  add({.place = place, .word = "the results", .is_own = {}, .is_folder = true});
}

void OutputPlaces::input(const fs::path& file) {
  if (!file.empty()) inputs_.push_back(file);
}

void OutputPlaces::store(const fs::path& file) {
  for (const char* of : {"", "-wal", "-shm", "-journal"}) input(file.string() + of);
}

/// What is wrong with the place itself; empty where it may be taken.
std::string OutputPlaces::problem_with(const Output& output) {
  if (!output.is_own) return {};
  std::error_code error;
  const auto status = fs::symlink_status(output.place, error);
  if (fs::is_symlink(status)) return "it is a symbolic link";
  if (fs::is_directory(status)) return "it is a folder";
  if (fs::exists(status) && !fs::is_regular_file(status)) return "something that is no file lies there";
  if (fs::exists(status) && !output.is_own(output.place)) {
    return fmt::format("what lies there does not carry wafercast's mark of {}", output.word);
  }
  return problem_with_writing(output.place, output.folder_may_be_made);
}

/// What is wrong with how the output lies to the folders of results; empty where nothing is.
std::string OutputPlaces::problem_with_folders(const Output& output) const {
  if (output.is_folder) {
    const auto read =
        std::ranges::find_if(inputs_, [&](const fs::path& input) { return lies_in(input, output.place); });
    return read == inputs_.end() ? "" : fmt::format("'{}', which this command reads, lies in it", read->string());
  }
  for (const Output& other : outputs_) {
    if (other.is_folder && lies_in(output.place, other.place)) {
      return fmt::format("it lies in '{}', where the results go", other.place.string());
    }
  }
  return {};
}

void OutputPlaces::require() const {
  std::map<std::string, std::string> taken;  // by a name of the file: for what
  for (const fs::path& input : inputs_) {
    for (const std::string& name : names_of(input)) taken.emplace(name, "this command reads it");
  }
  Diagnostics diagnostics;
  for (const Output& output : outputs_) {
    std::string why = problem_with_folders(output);
    for (const std::string& name : output.is_folder ? std::vector<std::string>{} : names_of(output.place)) {
      const auto [there, is_free] = taken.emplace(name, fmt::format("{} of this command goes there", output.word));
      if (!is_free && why.empty()) why = there->second;
    }
    if (why.empty()) why = problem_with(output);
    if (why.empty()) continue;
    diagnostics.error({output.place.string(), 0, 0}, fmt::format("{} cannot go here ({})", output.word, why),
                      "name another place, or move away what is there");
  }
  diagnostics.throw_if_any();
  std::map<fs::path, std::set<std::string>> names;  // a folder may hold thousands of pages, and is gone through once
  for (const Output& output : outputs_) {
    if (!output.is_folder) names[fs::absolute(output.place).parent_path()].insert(output.place.filename().string());
  }
  for (const auto& [folder, in_it] : names) remove_killed_writes_of(in_it, folder);
}

}  // namespace wafercast
