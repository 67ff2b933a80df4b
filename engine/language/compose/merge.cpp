#include <engine/language/compose/merge.hpp>
#include <engine/language/values/belief_map.hpp>

#include <algorithm>
#include <unordered_map>

namespace wafercast::language {
namespace {

/// `key`, written in a layer, makes the base's `displaced` void.
struct Displacement {
  std::string_view key;
  std::string_view displaced;
};

constexpr Displacement displacements[] = {
    {"value", "path"},
    {"value", "estimates"},
    {"value", "between"},
    {"value", "shared"},
    {"value", "error"},
    {"value", "beyond"},
    {"path", "value"},
    {"path", "estimates"},
    {"path", "error"},
    {"path", "beyond"},
    {"estimates", "value"},
    {"estimates", "path"},
    {"as_reported", "estimates"},
    {"estimates", "as_reported"},
    {"hazard", "probability"},
    {"probability", "hazard"},
    {"window", "from"},
    {"from", "window"},
};

void displace(Node& base, const Node& layer) {
  for (const auto& [key, displaced] : displacements) {
    const bool is_shared_with_the_past = displaced == "shared" && base.find("past") != nullptr;
    if (layer.find(key) != nullptr && layer.find(displaced) == nullptr && !is_shared_with_the_past) {
      base.erase(displaced);
    }
  }
}

}  // namespace

void merge_over(Node& base, Node layer) {
  const bool merges = base.is_map() && layer.is_map() && !is_belief_map(layer) && !is_belief_map(base);
  if (!merges) {
    base = std::move(layer);
    return;
  }
  displace(base, layer);
  std::unordered_map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < base.entries.size(); ++i) index.emplace(base.entries[i].key, i);
  base.place = layer.place;
  for (Entry& entry : layer.entries) {
    const auto found = index.find(entry.key);
    if (found == index.end()) {
      base.entries.push_back(std::move(entry));
    } else {
      Entry& below = base.entries[found->second];
      below.place = entry.place;
      merge_over(below.value, std::move(entry.value));
    }
  }
}

}  // namespace wafercast::language
