#include <wafercast/scenario/change_log.hpp>
#include <wafercast/scenario/fields.hpp>

#include <fmt/format.h>

#include <filesystem>

namespace wafercast::language {
namespace {

using Kind = ScenarioChange::Kind;

Kind read_kind(const std::string& text) {
  for (const Kind kind : {Kind::suppose, Kind::believe, Kind::add, Kind::remove}) {
    if (text == word_of(kind)) return kind;
  }
  throw ValueError(fmt::format("{} is not suppose, believe, add or remove", in_quotes(text)));
}

constexpr Field<Reading, ScenarioChange> change_fields[] = {
    {"what", Presence::required, [](Reading&, const Node& v, ScenarioChange& c) { c.kind = read_kind(text_of(v)); },
     "suppose, believe, add or remove"},
    {"on", Presence::required, [](Reading&, const Node& v, ScenarioChange& c) { c.target = text_of(v); },
     "what it changes"},
    {"when", Presence::optional, [](Reading&, const Node& v, ScenarioChange& c) { c.when = text_of(v); },
     "from when on"},
    {"before", Presence::optional, [](Reading&, const Node& v, ScenarioChange& c) { c.before = text_of(v); },
     "what the parent says"},
    {"after", Presence::optional, [](Reading&, const Node& v, ScenarioChange& c) { c.after = text_of(v); },
     "what is said instead"},
    {"stated", Presence::required, [](Reading&, const Node& v, ScenarioChange& c) { c.stated = text_of(v); }, "where"},
};

}  // namespace

void note_change(Node& tree, const NotedChange& change, const Place& place) {
  const std::string stated =
      fmt::format("{}:{}", std::filesystem::path(place.location().file).filename().string(), place.line);
  Node note;
  note.kind = Node::Kind::map;
  note.place = place;
  const auto add = [&](const char* key, std::string text) {
    if (!text.empty()) note.entries.push_back({key, place, scalar_node(std::move(text), place)});
  };
  add("what", word_of(change.what));
  add("on", change.on);
  add("when", change.when);
  add("before", change.before);
  add("after", change.after);
  add("stated", stated);
  if (tree.find("changes") == nullptr) {
    Node list;
    list.kind = Node::Kind::list;
    list.place = place;
    tree.entries.push_back({"changes", place, std::move(list)});
  }
  if (Node& list = *tree.find("changes"); list.is_list()) list.items.push_back(std::move(note));
}

std::vector<ScenarioChange> read_changes(Reading& reading, const Node& changes) {
  std::vector<ScenarioChange> read;
  for (const Node& node : as_list(changes).items) {
    ScenarioChange change{};
    read_fields(reading, node, "a change", change_fields, change);
    read.push_back(std::move(change));
  }
  return read;
}

std::string text_of_driver(const Node& driver) {
  if (driver.find("value") != nullptr) return on_one_line(*driver.find("value"));
  if (driver.find("path") != nullptr) return on_one_line(*driver.find("path"));
  return driver.find("estimates") != nullptr ? "as estimated" : "";
}

}  // namespace wafercast::language
