#include <engine/language/sections/belief_reader.hpp>

#include <engine/language/data/empirical.hpp>
#include <engine/language/data/record.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/belief_map.hpp>
#include <engine/language/values/value_text.hpp>

namespace wafercast::language {
namespace {

Belief read_any(const Reading& reading, const Node& node, const Unit& unit);

struct PartContext {
  const Reading& reading;
  Diagnostics& diagnostics;
  const Unit& unit;
};

constexpr Field<PartContext, MixturePart> part_fields[] = {
    {"probability", Presence::required, "text",
     [](PartContext&, const Node& v, MixturePart& p) { p.probability = read_probability(text_of(v)); },
     "how likely this part is"},
    {"value", Presence::required, "belief",
     [](PartContext& c, const Node& v, MixturePart& p) { p.belief = read_any(c.reading, v, c.unit); },
     "what is believed then"},
};

Belief read_mixture(const Reading& reading, const Node& parts, const Unit& unit) {
  if (!parts.is_list()) {
    throw ValueError("a mixture is a list of parts", "write [{probability: 70%, value: 10 to 20 (90%)}, …]");
  }
  PartContext context{reading, reading.diagnostics, unit};
  Mixture mixture;
  const std::size_t before = reading.diagnostics.found().size();
  for (const Node& node : as_list(parts).items) {
    MixturePart part{0.0, Constant{0.0}};
    read_fields(context, node, "a part of a mixture", part_fields, part);
    mixture.parts.push_back(std::move(part));
  }
  if (reading.diagnostics.found().size() != before) return Constant{0.0};
  return mixture;
}

Belief read_any(const Reading& reading, const Node& node, const Unit& unit) {
  if (!node.is_map()) return read_belief_text(text_of(node), unit);
  if (const Node* record = family_in(node, record_name)) return read_record(reading, *record, unit);
  if (const Node* rows = family_in(node, empirical_name)) return read_empirical(reading, *rows, unit);
  if (const Node* parts = family_in(node, mixture_name)) return read_mixture(reading, *parts, unit);
  return read_belief_map(node, unit);
}

}  // namespace

WrittenBelief read_belief(const Reading& reading, const Node& node, const Unit& unit) {
  return {read_any(reading, node, unit), on_one_line(node), node.where()};
}

void add_belief_words(Vocabulary& words) {
  words.add("part", part_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
