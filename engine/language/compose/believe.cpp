#include <engine/language/compose/change_log.hpp>
#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/compose/overrides.hpp>
#include <engine/language/compose/targets.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/belief_map.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

void believe_at(Node& tree, const Node& parent, const Path& path, const Entry& entry) {
  Node* node = follow(tree, path);
  if (node == nullptr) return;
  const Node& before = *follow(parent, path);
  note_change(tree,
              {.kind = ScenarioChange::Kind::believe,
               .target = name_of(path),
               .before = is_driver(path) ? text_of_driver(before) : on_one_line(before),
               .after = on_one_line(entry.value)},
              entry.place);
  node = follow(tree, path);  // the note may have moved it
  if (!is_driver(path)) {
    *node = entry.value;
    return;
  }
  Node belief = empty_of(Node::Kind::map, entry.place);
  if (entry.value.find("shift") != nullptr || entry.value.find("delay") != nullptr) {
    throw ValueError("a belief is scaled or stated anew", "write 'scale', a value or a path");
  }
  if (const Node* now = entry.value.find("now")) {
    throw ValueError("what is believed stands without 'now'",
                     fmt::format("write '{}: {}'", entry.key, on_one_line(*now)));
  }
  if (const Node* scale = entry.value.find("scale")) {
    if (entry.value.entries.size() > 1)
      throw ValueError("'scale' stands alone in a belief (it is learnt, for all time)");
    put(*node, "times", *scale);
    return;
  }
  if (entry.value.is_map() && !is_belief_map(entry.value)) {
    belief = entry.value;
    if (belief.find("path") != nullptr) node->erase("path");
  } else {
    put(belief, "value", entry.value);
  }
  merge_over(*node, std::move(belief));
}

/// What a file means by a name that it believes or removes; how the scenario is read is neither.
std::vector<Path> find_content(const Node& parent, std::string_view name) {
  std::vector<Path> paths = find_targets(parent, name);
  for (const Path& path : paths) {
    if (std::ranges::find(heading_keys, path.front()) == heading_keys.end()) continue;
    throw ValueError(fmt::format("'{}' says how the scenario is read, not what it holds", name_of(path)),
                     fmt::format("state it anew under '{}'", path.front()));
  }
  return paths;
}

/// Whether a question is asked given that an event happened, or did not.
bool is_given(const Node& question, const std::string& event) {
  constexpr std::string_view conjunction = " and ";
  const auto at = question.text.rfind(" given ");
  if (at == std::string::npos) return false;
  std::string_view rest = std::string_view(question.text).substr(at + 7);
  while (true) {
    const auto end = std::min(rest.find(conjunction), rest.size());
    std::string_view one = trimmed(rest.substr(0, end));
    if (one.starts_with("not ")) one = trimmed(one.substr(4));
    if (one == event) return true;
    if (end == rest.size()) return false;
    rest.remove_prefix(end + conjunction.size());
  }
}

void drop_questions(Node& tree, const std::string& event, const Place& place) {
  Node* questions = tree.find("questions");
  if (questions == nullptr) return;
  std::vector<std::string> dropped;
  std::erase_if(questions->entries, [&](const Entry& question) {
    if (!is_given(question.value, event)) return false;
    dropped.push_back(question.key);
    return true;
  });
  if (dropped.empty()) return;
  if (tree.find("notes") == nullptr) put(tree, "notes", empty_of(Node::Kind::list, place));
  tree.find("notes")->items.push_back(scalar_node(fmt::format("left out with events.{}: the question{} {}", event,
                                                              dropped.size() > 1 ? "s" : "", fmt::join(dropped, ", ")),
                                                  place));
}

constexpr std::string_view statement_prefix = "statements.";

/// A statement is told by its name, or by what it is of.
const std::string& name_of_statement(const Node& statement) {
  static const std::string nothing;
  const Node* name = statement.find("name");
  if (name == nullptr) name = statement.find("of");
  return name != nullptr ? name->text : nothing;
}

void remove_statement(Node& tree, const Node& named) {
  const std::string name = named.text.substr(statement_prefix.size());
  Node* statements = follow(tree, {"observe", "statements"});
  std::vector<std::string> known;
  for (const Node& statement : statements != nullptr ? statements->items : std::vector<Node>{}) {
    known.push_back(name_of_statement(statement));
  }
  if (std::ranges::find(known, name) == known.end()) {
    throw ValueError(fmt::format("the parent has no statement {}", in_quotes(name)), meant_or_all(name, known));
  }
  note_change(tree, {.kind = ScenarioChange::Kind::remove, .target = named.text}, named.place);
  statements = follow(tree, {"observe", "statements"});  // the note may have moved it
  std::erase_if(statements->items, [&](const Node& statement) { return name_of_statement(statement) == name; });
}

}  // namespace

void apply_believe(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics) {
  for (const Entry& entry : changes_in(layer, "believe", diagnostics)) {
    guarded(entry.place.location(), diagnostics, [&] {
      for (const Path& path : find_content(parent, entry.key)) believe_at(tree, parent, path, entry);
    });
  }
}

void apply_remove(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics) {
  const Node* removed = layer.find("remove");
  if (removed == nullptr || !check_count(*removed, removed->items.size(), diagnostics)) return;
  guarded(removed->where(), diagnostics, [&] { as_list(*removed); });
  for (const Node& name : removed->items) {
    guarded(name.where(), diagnostics, [&] {
      if (text_of(name).starts_with(statement_prefix)) return remove_statement(tree, name);
      for (Path path : find_content(parent, text_of(name))) {
        note_change(tree, {.kind = ScenarioChange::Kind::remove, .target = name_of(path)}, name.place);
        const std::string key = path.back();
        if (is_within(path, "events") && path.size() == 2) drop_questions(tree, key, name.place);
        path.pop_back();
        if (Node* map = follow(tree, path)) map->erase(key);
      }
    });
  }
}

void note_sections(const Node& layer, const Node& parent, Node& tree) {
  for (const std::string section : {"structure", "drivers", "events", "correlations", "observe"}) {
    const Node* own = layer.find(section);
    if (own == nullptr) continue;
    if (section != "drivers" && section != "events") {
      note_change(tree, {.kind = ScenarioChange::Kind::believe, .target = section}, own->place);
      continue;
    }
    for (const Entry& entry : own->entries) {
      const Node* before = follow(parent, {section, entry.key});
      const bool driver = section == "drivers";
      const auto kind = before == nullptr ? ScenarioChange::Kind::add
                        : driver          ? ScenarioChange::Kind::believe
                                          : ScenarioChange::Kind::suppose;
      note_change(tree,
                  {.kind = kind,
                   .target = driver ? entry.key : "events." + entry.key,
                   .before = before == nullptr ? ""
                             : driver          ? text_of_driver(*before)
                                               : on_one_line(*before),
                   .after = driver ? text_of_driver(entry.value) : on_one_line(entry.value)},
                  entry.place);
    }
  }
}

}  // namespace wafercast::language
