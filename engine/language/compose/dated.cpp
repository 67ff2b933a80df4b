#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/dated.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

namespace {

/// The parts of a belief that say what a driver was, apart from how it is drawn.
constexpr std::array believed_keys = {"value", "path", "estimates", "error", "beyond", "between"};

/// What an entry says of the driver, laid over what stands outside `dated`; nothing where that says no course.
std::optional<Node> believed_until(const Node& own, const Node& entry, Date until) {
  Node whole = own;
  if (entry.find("path") != nullptr) whole.erase("path");
  merge_over(whole, entry);
  Node belief = empty_of(Node::Kind::map, entry.place);
  for (const char* key : believed_keys) {
    if (const Node* said = whole.find(key)) put(belief, key, *said);
  }
  if (const Node* times = entry.find("times")) put(belief, "times", *times);
  if (belief.entries.empty()) return std::nullopt;
  put(belief, "until", scalar_node(to_string(until), entry.place));
  return belief;
}

/// A driver's beliefs before the newest one, oldest first: what stands outside `dated` was held before the first entry.
Node earlier_beliefs(const Node& driver, Date as_of) {
  std::map<Date, const Node*> held;
  Diagnostics reported_when_chosen;
  for (const Node& entry : driver.find("dated")->items) {
    guarded(entry.where(), reported_when_chosen, [&] {
      const Date since = since_of(entry);
      if (since <= as_of) held.emplace(since, &entry);
    });
  }
  Node own = driver;
  own.erase("dated");
  Node earlier = empty_of(Node::Kind::list, driver.place);
  const Node nothing_more = empty_of(Node::Kind::map, driver.place);
  const Node* before = &nothing_more;
  for (const auto& [since, entry] : held) {
    if (auto belief = believed_until(own, *before, since)) earlier.items.push_back(*std::move(belief));
    before = entry;
  }
  return earlier;
}

void note_earlier(const Node& drivers, Date as_of, DatedChoices& choices) {
  for (const Entry& driver : drivers.entries) {
    const Node* dated = driver.value.find("dated");
    if (dated == nullptr || !dated->is_list()) continue;
    Node earlier = earlier_beliefs(driver.value, as_of);
    Node& noted = choices.earlier[driver.key];
    if (!earlier.items.empty()) noted = std::move(earlier);  // else what a parent had is held until now
  }
}

}  // namespace

void fill_in_past(Node& scenario, const DatedChoices& choices, Diagnostics& diagnostics) {
  Node* drivers = scenario.find("drivers");
  if (drivers == nullptr) return;
  for (Entry& driver : drivers->entries) {
    const Node* past = driver.value.find("past");
    if (past == nullptr || past->text != "as believed") continue;
    const auto earlier = choices.earlier.find(driver.key);
    if (earlier == choices.earlier.end()) {
      diagnostics.error(past->where(), fmt::format("nothing dated is believed of '{}'", driver.key),
                        "list what was believed from which day on under 'dated'");
    }
    if (earlier == choices.earlier.end() || earlier->second.items.empty()) {
      driver.value.erase("past");
    } else {
      *driver.value.find("past") = earlier->second;
    }
  }
}

void select_dated(Node& scenario, const BeliefCuts& cuts, DatedChoices& choices, Diagnostics& diagnostics) {
  if (Node* events = scenario.find("events")) select_dated(*events, cuts.events, choices, diagnostics);
  if (const Node* drivers = scenario.find("drivers")) note_earlier(*drivers, cuts.beliefs, choices);
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
