#include <engine/language/compose/change_section.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

namespace wafercast::language {
bool check_count(const Node& changes, std::size_t count, Diagnostics& diagnostics) {
  if (count <= most_changes) return true;
  diagnostics.error(changes.where(), fmt::format("more than {} changes of the parent", most_changes),
                    "write a scenario of its own");
  return false;
}

const std::vector<Entry>& changes_in(const Node& layer, std::string_view section, Diagnostics& diagnostics) {
  static const std::vector<Entry> none;
  const Node* written = layer.find(section);
  if (written == nullptr || !check_count(*written, written->entries.size(), diagnostics)) return none;
  guarded(written->where(), diagnostics, [&] { as_map(*written); });
  return written->entries;
}

Node empty_of(Node::Kind kind, const Place& place) {
  Node node;
  node.kind = kind;
  node.place = place;
  return node;
}

void put(Node& map, std::string_view key, Node value) {
  if (Node* there = map.find(key)) {
    *there = std::move(value);
  } else {
    map.entries.push_back({std::string(key), value.place, std::move(value)});
  }
}

}  // namespace wafercast::language
