#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/parts.hpp>
#include <engine/language/compose/targets.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/file_bytes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <unordered_map>

namespace wafercast::language {
namespace {

namespace fs = std::filesystem;

// Beyond these, a search for the scenario that names a part would cost more than it helps.
constexpr int most_files_searched = 100;

/// A section is a map of named things, and each is given in one place. In these it is a map of such maps.
constexpr std::array<std::string_view, 3> nested_sections = {"data", "observe", "structure"};

bool is_shared_out(const Path& path) {
  return path.size() == 1 || (path.size() == 2 && std::ranges::find(nested_sections, path[0]) != nested_sections.end());
}

void join(Node& whole, Node part, const Path& path, Diagnostics& diagnostics) {
  std::ranges::move(part.items, std::back_inserter(whole.items));
  std::unordered_map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < whole.entries.size(); ++i) index.emplace(whole.entries[i].key, i);
  for (Entry& entry : part.entries) {
    const auto found = index.find(entry.key);
    if (found == index.end()) {
      whole.entries.push_back(std::move(entry));
      continue;
    }
    Entry& there = whole.entries[found->second];
    Path inner = path;
    inner.push_back(entry.key);
    if (is_shared_out(inner) && there.value.kind == entry.value.kind && !entry.value.is_scalar()) {
      join(there.value, std::move(entry.value), inner, diagnostics);
      continue;
    }
    const SourceLocation other = there.place.location();
    diagnostics.error(entry.place.location(),
                      fmt::format("'{}' stands in {}:{}:{} already (parts do not change each other)", name_of(inner),
                                  other.file, other.line, other.column),
                      "keep one; a scenario that extends this one may change it");
  }
}

bool names(const fs::path& scenario, const fs::path& part) {
  Diagnostics not_told;
  std::string text;
  guarded({}, not_told, [&] { text = read_bytes(scenario, largest_file); });
  const auto tree = read_yaml(text, scenario.string(), not_told);
  const Node* parts = tree ? tree->find("parts") : nullptr;
  const Node* version = tree ? tree->find("wafercast") : nullptr;
  if (parts == nullptr || version == nullptr || version->text != scenario_version) return false;
  return std::ranges::any_of(parts->items, [&](const Node& name) {
    std::error_code ignored;
    return fs::equivalent(scenario.parent_path() / name.text, part, ignored);
  });
}

}  // namespace

void join_part(Node& whole, Node part, Diagnostics& diagnostics) {
  for (const std::string_view key : keys_on_the_parent) {
    const Node* written = part.find(key);
    if (written == nullptr) continue;
    diagnostics.error(written->where(), fmt::format("'{}' in a part (it changes nothing)", key),
                      "write it in a scenario that extends the whole");
    part.erase(key);
  }
  join(whole, std::move(part), {}, diagnostics);
}

std::string scenario_with(const std::string& part) {
  const fs::path folder = fs::absolute(part).parent_path();
  int searched = 0;
  for (const fs::path& place : {folder, folder.parent_path()}) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(place, ignored)) {
      if (entry.path().extension() != ".yaml") continue;
      if (++searched > most_files_searched) return {};
      if (names(entry.path(), part)) return fs::proximate(entry.path(), ignored).generic_string();
    }
  }
  return {};
}

}  // namespace wafercast::language
