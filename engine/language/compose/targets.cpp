#include <engine/core/typographic.hpp>
#include <engine/language/compose/targets.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>

#include <optional>

namespace wafercast::language {
namespace {

std::optional<Path> find_path(const Node& from, std::string_view text) {
  for (const Entry& entry : from.entries) {
    if (entry.key == text) return Path{entry.key};
    if (text.size() <= entry.key.size() || !text.starts_with(entry.key) || text[entry.key.size()] != '.') continue;
    if (auto rest = find_path(entry.value, text.substr(entry.key.size() + 1))) {
      rest->insert(rest->begin(), entry.key);
      return rest;
    }
  }
  return std::nullopt;
}

/// A driver's bare name, any path, or a path within a driver by its bare name.
std::optional<Path> find_target(const Node& tree, std::string_view text) {
  const Node* drivers = tree.find("drivers");
  if (drivers != nullptr && drivers->find(text) != nullptr) return Path{"drivers", std::string(text)};
  if (auto path = find_path(tree, text)) return path;
  return find_path(tree, "drivers." + std::string(text));
}

std::vector<Path> find_fitting(const Node& tree, std::string_view pattern) {
  std::vector<Path> found;
  for (const std::string section : {"drivers", "events"}) {
    const Node* map = tree.find(section);
    for (const Entry& entry : map != nullptr ? map->entries : std::vector<Entry>{}) {
      if (fits(pattern, section == "drivers" ? entry.key : section + "." + entry.key)) {
        found.push_back({section, entry.key});
      }
    }
  }
  return found;
}

std::vector<std::string> names_in(const Node& tree) {
  std::vector<std::string> names;
  if (const Node* drivers = tree.find("drivers")) {
    for (const Entry& driver : drivers->entries) names.push_back(driver.key);
  }
  for (const Entry& section : tree.entries) {
    for (const Entry& entry : section.value.entries) names.push_back(section.key + "." + entry.key);
  }
  return names;
}

}  // namespace

std::vector<Path> find_targets(const Node& parent, std::string_view text) {
  const bool pattern = text.find('*') != std::string_view::npos;
  if (const auto path = pattern ? std::nullopt : find_target(parent, text)) return {*path};
  if (pattern) {
    auto fitting = find_fitting(parent, text);
    if (!fitting.empty()) return fitting;
    throw ValueError(fmt::format("no driver and no event of the parent fits {}", in_quotes(text)));
  }
  for (const Entry& section : parent.entries) {
    if (section.value.find(text) == nullptr) continue;
    throw ValueError(fmt::format("the parent has no driver {}", in_quotes(text)),
                     fmt::format("write '{}.{}'", section.key, text));
  }
  throw ValueError(fmt::format("the parent has no {}{}", in_quotes(text), typographic_note(text)),
                   meant(text, names_in(parent)));
}

const Node* follow(const Node& from, const Path& path) {
  const Node* node = &from;
  for (const std::string& key : path) {
    if (node != nullptr) node = node->find(key);
  }
  return node;
}

Node* follow(Node& from, const Path& path) {
  return const_cast<Node*>(follow(static_cast<const Node&>(from), path));
}

bool is_driver(const Path& path) {
  return path.size() == 2 && path.front() == "drivers";
}

bool is_within(const Path& path, std::string_view section) {
  return path.size() >= 2 && path.front() == section;
}

std::string name_of(const Path& path) {
  const std::size_t first = is_within(path, "drivers") ? 1 : 0;
  return fmt::format("{}", fmt::join(path.begin() + static_cast<std::ptrdiff_t>(first), path.end(), "."));
}

}  // namespace wafercast::language
