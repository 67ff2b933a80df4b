#include <engine/language/sections/belief_reader.hpp>

#include <engine/language/data/record.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/belief_map.hpp>
#include <engine/language/values/value_text.hpp>

namespace wafercast::language {
namespace {

Belief read_any(const Reading& reading, const Node& node, const Unit& unit) {
  if (!node.is_map()) return read_belief_text(text_of(node), unit);
  if (const Node* record = family_in(node, record_name)) return read_record(reading, *record, unit);
  return read_belief_map(node, unit);
}

}  // namespace

WrittenBelief read_belief(const Reading& reading, const Node& node, const Unit& unit) {
  return {read_any(reading, node, unit), on_one_line(node), node.where()};
}

}  // namespace wafercast::language
