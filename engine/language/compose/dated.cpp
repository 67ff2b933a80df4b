#include <engine/language/compose/dated.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace wafercast::language {
namespace {

Date since_of(const Node& entry) {
  const Node* since = as_map(entry).find("since");
  if (since == nullptr) throw ValueError("a dated belief needs 'since' (the day from which it was held)");
  return read_date(text_of(*since));
}

struct Choice {
  const Node* entry = nullptr;  ///< the newest at or before the as-of date
  std::optional<Date> since;
  std::optional<Date> first;  ///< of all entries
};

Choice choose(const Node& dated, Date as_of, Diagnostics& diagnostics) {
  Choice choice;
  for (const Node& entry : dated.items) {
    guarded(entry.where(), diagnostics, [&] {
      const Date since = since_of(entry);
      choice.first = std::min(choice.first.value_or(since), since);
      if (since > as_of) return;
      if (choice.since == since) throw ValueError(fmt::format("two dated beliefs are held since {}", to_string(since)));
      if (choice.since && since < *choice.since) return;
      choice.entry = &entry;
      choice.since = since;
    });
  }
  return choice;
}

}  // namespace

std::string name_of_place(const Node& map) {
  const SourceLocation where = map.where();
  return fmt::format("{}:{}:{}", where.file, where.line, where.column);
}

void select_dated(Node& tree, Date as_of, DatedChoices& choices, Diagnostics& diagnostics) {
  for (Node& item : tree.items) select_dated(item, as_of, choices, diagnostics);
  for (Entry& entry : tree.entries) select_dated(entry.value, as_of, choices, diagnostics);
  const Node* dated = tree.find("dated");
  if (dated == nullptr) return;
  if (!dated->is_list()) {
    diagnostics.error(dated->where(), "'dated' is a list of beliefs, each with 'since'");
    tree.erase("dated");
    return;
  }
  const Choice choice = choose(*dated, as_of, diagnostics);
  Node chosen;
  if (choice.entry != nullptr) chosen = *choice.entry;
  tree.erase("dated");
  if (choice.entry == nullptr) {
    if (choice.first) choices.not_yet.emplace(name_of_place(tree), *choice.first);
    return;
  }
  chosen.erase("since");
  if (chosen.find("path") != nullptr) {
    tree.erase("path");  // a path of another day is another path, knot by knot
    choices.own_paths.insert(name_of_place(tree));
  }
  const Place place = tree.place;
  merge_over(tree, std::move(chosen));
  tree.place = place;
}

void select_dated(Node& scenario, const BeliefCuts& cuts, DatedChoices& choices, Diagnostics& diagnostics) {
  if (Node* events = scenario.find("events")) select_dated(*events, cuts.events, choices, diagnostics);
  select_dated(scenario, cuts.beliefs, choices, diagnostics);
}

void drop_replaced_paths(Node& below, const Node& layer, const DatedChoices& choices) {
  Node* drivers = below.find("drivers");
  const Node* own = layer.find("drivers");
  if (drivers == nullptr || own == nullptr) return;
  for (const Entry& driver : own->entries) {
    Node* there = drivers->find(driver.key);
    if (there != nullptr && choices.own_paths.contains(name_of_place(driver.value))) there->erase("path");
  }
}

}  // namespace wafercast::language
