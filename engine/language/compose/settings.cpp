#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/settings.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/scenario/ways_to_suppose.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace wafercast::language {
namespace {

constexpr std::string_view events = "events.";
constexpr std::string_view condition = "condition.";

Place place_of(const Setting& setting) {
  return {std::make_shared<const std::string>("--set " + setting.name + "=" + setting.value), 0, 0};
}

/// What is said of a thing: `0.8@2026Q4` is 0.8 from 2026Q4 on. A value in braces is YAML.
struct Said {
  Node value;
  std::string from;
};

Said said_in(const Setting& setting, Diagnostics& diagnostics) {
  const Place place = place_of(setting);
  const std::string_view text = trimmed(setting.value);
  if (text.starts_with('{') || text.starts_with('[')) {
    const auto tree = read_yaml(fmt::format("value: {}", text), *place.file, diagnostics);
    const Node* value = tree ? tree->find("value") : nullptr;
    return {value != nullptr ? *value : scalar_node("", place), ""};
  }
  const auto at = std::min(text.find('@'), text.size());
  const std::string from(at < text.size() ? trimmed(text.substr(at + 1)) : std::string_view());
  return {scalar_node(std::string(trimmed(text.substr(0, at))), place), from};
}

struct Named {
  std::string target;
  std::string way;
};

bool is_whole_event(std::string_view name) {
  return name.starts_with(events) && name.find('.', events.size()) == std::string_view::npos;
}

Named named_in(const std::string& name) {
  const auto dot = name.rfind('.');
  const std::string last = dot == std::string::npos ? "" : name.substr(dot + 1);
  const bool is_way = std::ranges::find(ways_to_suppose, last, &WayToSuppose::word) != ways_to_suppose.end();
  if (is_way || last == "happens") return {name.substr(0, dot), last};
  return {name, is_whole_event(name) ? "happens" : "now"};
}

/// From when on a setting holds, as it was written; a value in braces holds throughout.
std::string_view from_of(const Setting& setting) {
  const std::string_view text = trimmed(setting.value);
  const auto at = text.starts_with('{') || text.starts_with('[') ? text.npos : text.find('@');
  return at == text.npos ? std::string_view() : trimmed(text.substr(at + 1));
}

bool replaces(const Named& named) {
  return named.way == "now" || named.way == "path" || named.way == "happens";
}

/// Whether one of two settings leaves nothing of the other, or says the same again: the same way twice on the same
/// thing; a value that takes the place of a value; a part of an event whose day is set.
bool contradict(const Setting& earlier, const Setting& later) {
  if (earlier.name.starts_with(condition) || later.name.starts_with(condition)) return earlier.name == later.name;
  if (from_of(earlier) != from_of(later)) return false;
  const Named a = named_in(earlier.name);
  const Named b = named_in(later.name);
  if (a.target == b.target && a.way == b.way) return true;
  if (!replaces(a) || !replaces(b)) return false;
  const auto is_part = [](const Named& part, const Named& whole) {
    return whole.way == "happens" && part.target.starts_with(whole.target + ".");
  };
  return fits(b.target, a.target) || is_part(a, b) || is_part(b, a);
}

void check_consistent(const std::vector<Setting>& settings, Diagnostics& diagnostics) {
  for (std::size_t later = 1; later < settings.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (!contradict(settings[earlier], settings[later])) continue;
      diagnostics.error(place_of(settings[later]).location(),
                        fmt::format("contradicts or repeats '{}'", place_of(settings[earlier]).location().file),
                        "set each thing once");
      break;
    }
  }
}

/// A setting as an entry of its own: settings act one after the other, whatever they name.
std::optional<Entry> override_of(const Setting& setting, Diagnostics& diagnostics) {
  const Place place = place_of(setting);
  const Named named = named_in(setting.name);
  Said said = said_in(setting, diagnostics);
  if (said.value.is_empty()) {
    diagnostics.error(place.location(), "says no value", "write NAME=VALUE, e.g. cowos.capacity.scale=0.8");
    return std::nullopt;
  }
  Node change = empty_of(Node::Kind::map, place);
  put(change, named.way, std::move(said.value));
  if (!said.from.empty()) put(change, "from", scalar_node(said.from, place));
  return Entry{named.target, place, std::move(change)};
}

}  // namespace

Node settings_tree(const std::vector<Setting>& settings, const std::string& file) {
  Diagnostics diagnostics;
  check_consistent(settings, diagnostics);
  const Place place{std::make_shared<const std::string>("--set"), 0, 0};
  Node tree = empty_of(Node::Kind::map, place);
  put(tree, "extends", scalar_node(file, place));
  Node overrides = empty_of(Node::Kind::map, place);
  Node conditioning = empty_of(Node::Kind::map, place);
  for (const Setting& setting : settings) {
    if (setting.name.starts_with(condition)) {  // how is learnt, not what is supposed
      put(conditioning, setting.name.substr(condition.size()), scalar_node(setting.value, place_of(setting)));
    } else if (auto entry = override_of(setting, diagnostics)) {
      overrides.entries.push_back(std::move(*entry));
    }
  }
  put(tree, "override", std::move(overrides));
  if (!conditioning.entries.empty()) {
    Node observe = empty_of(Node::Kind::map, place);
    put(observe, "condition", std::move(conditioning));
    put(tree, "observe", std::move(observe));
  }
  diagnostics.throw_if_any();
  return tree;
}

}  // namespace wafercast::language
