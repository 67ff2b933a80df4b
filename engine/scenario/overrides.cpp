#include <wafercast/scenario/fields.hpp>
#include <wafercast/scenario/overrides.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

/// The keys from the root to a node; keys may hold dots themselves.
using Path = std::vector<std::string>;

/// Finds the node that a dotted text names.
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

Node* follow(Node& from, const Path& path) {
  Node* node = &from;
  for (const std::string& key : path) {
    if (node != nullptr) node = node->find(key);
  }
  return node;
}

/// A driver's bare name, or any path.
std::optional<Path> find_target(const Node& tree, std::string_view text) {
  const Node* drivers = tree.find("drivers");
  if (drivers != nullptr && drivers->find(text) != nullptr) return Path{"drivers", std::string(text)};
  return find_path(tree, text);
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

bool is_driver(const Path& path) {
  return path.size() == 2 && path.front() == "drivers";
}

/// The keys of one override.
struct Change {
  const Node* was = nullptr;
  const Node* now = nullptr;
  const Node* scale = nullptr;
  const Node* shift = nullptr;
  const Node* from = nullptr;
};

// More changes than these are not a what-if but another scenario.
constexpr std::size_t most_changes = 1000;

struct Composer {
  const Node& layer;
  const Node& parent;
  std::vector<std::string> names;  ///< of what the parent has, for suggestions
  Node& tree;
  Diagnostics& diagnostics;

  Path target(std::string_view text) const {
    if (const auto path = find_target(parent, text)) return *path;
    throw ValueError(fmt::format("the parent has no {}", in_quotes(text)), meant(text, names));
  }

  /// The new value goes where the old one stands: into `value`, for a driver.
  void replace(Path path, const Change& change) const {
    const std::string name = path.back();
    if (is_driver(path)) path.push_back("value");
    const Node* before = follow(const_cast<Node&>(parent), path);
    if (before == nullptr) {
      throw ValueError(fmt::format("driver '{}' has no single value to override (it is a path)", name),
                       "write 'scale' or 'shift', or state the driver anew under 'drivers'");
    }
    if (change.was != nullptr && !same_content(*change.was, *before)) {
      diagnostics.error(change.was->where(),
                        fmt::format("stale override (the parent says {})", in_quotes(on_one_line(*before))),
                        "look at the parent's reasons, then correct 'was'");
    }
    if (Node* after = follow(tree, path)) *after = *change.now;
  }

  void adjust(const Path& path, const Node& written) const {
    if (!is_driver(path)) {
      throw ValueError(fmt::format("'scale' and 'shift' act on drivers, and '{}' is none", fmt::join(path, ".")));
    }
    const std::string& name = path.back();
    const Node* own = layer.find("drivers");
    if (own != nullptr && own->find(name) != nullptr) {
      throw ValueError(fmt::format("driver '{}' is defined in the same file (an override acts on a parent's)", name),
                       "write the new belief in its definition");
    }
    Node* driver = follow(tree, path);
    if (driver == nullptr || !driver->is_map()) return;
    if (driver->find("adjustments") == nullptr) {
      Node list;
      list.kind = Node::Kind::list;
      list.place = written.place;
      driver->entries.push_back({"adjustments", written.place, std::move(list)});
    }
    Node& adjustments = *driver->find("adjustments");
    if (adjustments.is_list()) adjustments.items.push_back(written);
  }

  void remove(const Node& name) const {
    Path path = target(text_of(name));
    const std::string key = path.back();
    path.pop_back();
    if (Node* map = follow(tree, path)) map->erase(key);
  }
};

constexpr Field<const Composer, Change> change_fields[] = {
    {"was", Presence::optional, note<&Change::was>, "what the parent says, checked"},
    {"now", Presence::optional, note<&Change::now>, "what it says instead"},
    {"scale", Presence::optional, note<&Change::scale>, "a factor on a driver"},
    {"shift", Presence::optional, note<&Change::shift>, "an amount added to a driver"},
    {"from", Presence::optional, note<&Change::from>, "the time from which scale or shift acts"},
};

void apply_override(const Composer& composer, const Entry& written) {
  Change change;
  read_fields(composer, written.value, "an override", change_fields, change);
  const Path path = composer.target(written.key);
  const int ways = (change.now != nullptr) + (change.scale != nullptr) + (change.shift != nullptr);
  if (ways != 1) throw ValueError("an override has one of 'now', 'scale' and 'shift'");
  if (change.now != nullptr) {
    composer.replace(path, change);
  } else {
    composer.adjust(path, written.value);
  }
}

/// Answers whether a file changes few enough things of its parent.
bool check_count(const Node& changes, std::size_t count, Diagnostics& diagnostics) {
  if (count <= most_changes) return true;
  diagnostics.error(changes.where(), fmt::format("more than {} changes of the parent", most_changes),
                    "write a scenario of its own");
  return false;
}

}  // namespace

void apply_overrides(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics) {
  const Composer composer{layer, parent, names_in(parent), tree, diagnostics};
  const Node* overrides = layer.find("override");
  if (overrides != nullptr && check_count(*overrides, overrides->entries.size(), diagnostics)) {
    guarded(overrides->where(), diagnostics, [&] { as_map(*overrides); });
    for (const Entry& written : overrides->entries) {
      guarded(written.place.location(), diagnostics, [&] { apply_override(composer, written); });
    }
  }
  const Node* removed = layer.find("remove");
  if (removed != nullptr && check_count(*removed, removed->items.size(), diagnostics)) {
    guarded(removed->where(), diagnostics, [&] { as_list(*removed); });
    for (const Node& name : removed->items) {
      guarded(name.where(), diagnostics, [&] { composer.remove(name); });
    }
  }
}

}  // namespace wafercast::language
