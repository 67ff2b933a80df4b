#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {

void check_keys(const Node& map, std::string_view what, std::span<const KeyRule> rules, Diagnostics& diagnostics) {
  if (!map.is_map()) {
    diagnostics.error(map.where(), fmt::format("{} is a map of keys and values", what));
    return;
  }
  for (const Entry& entry : map.entries) {
    if (std::ranges::find(rules, entry.key, &KeyRule::key) != rules.end()) continue;
    std::vector<std::string> known;
    for (const KeyRule& rule : rules) known.emplace_back(rule.key);
    diagnostics.error(entry.place.location(), fmt::format("unknown key {} in {}", in_quotes(entry.key), what),
                      meant_or_all(entry.key, known));
  }
  for (const KeyRule& rule : rules) {
    if (rule.presence == Presence::optional || map.find(rule.key) != nullptr) continue;
    diagnostics.error(map.where(), fmt::format("{} needs '{}' ({})", what, rule.key, rule.meaning));
  }
}

const std::string& text_of(const Node& node) {
  if (!node.is_scalar())
    throw ValueError(fmt::format("expected one value, found a {}", node.is_map() ? "map" : "list"));
  if (node.is_empty()) throw ValueError("the value is missing");
  return node.text;
}

std::vector<const Node*> texts_of(const Node& node) {
  if (node.is_scalar()) {
    text_of(node);
    return {&node};
  }
  std::vector<const Node*> texts;
  for (const Node& item : as_list(node).items) {
    text_of(item);
    texts.push_back(&item);
  }
  return texts;
}

const Node& as_map(const Node& node) {
  if (!node.is_map()) throw ValueError("expected a map of keys and values");
  return node;
}

const Node& as_list(const Node& node) {
  if (!node.is_list()) throw ValueError("expected a list");
  return node;
}

}  // namespace wafercast::language
