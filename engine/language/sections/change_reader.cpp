#include <engine/language/sections/change_reader.hpp>

#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

namespace wafercast::language {
namespace {

using ChangeKind = ScenarioChange::Kind;

ChangeKind read_kind(const std::string& text) {
  for (const ChangeKind kind : {ChangeKind::suppose, ChangeKind::believe, ChangeKind::add, ChangeKind::remove}) {
    if (text == word_of(kind)) return kind;
  }
  throw ValueError(fmt::format("{} is not suppose, believe, add or remove", in_quotes(text)));
}

constexpr Field<Reading, ScenarioChange> change_fields[] = {
    {"what", Presence::required, "text",
     [](Reading&, const Node& v, ScenarioChange& c) { c.kind = read_kind(text_of(v)); },
     "suppose, believe, add or remove"},
    {"on", Presence::required, "text", [](Reading&, const Node& v, ScenarioChange& c) { c.target = text_of(v); },
     "what it changes"},
    {"when", Presence::optional, "text", [](Reading&, const Node& v, ScenarioChange& c) { c.when = text_of(v); },
     "from when on"},
    {"before", Presence::optional, "text", [](Reading&, const Node& v, ScenarioChange& c) { c.before = text_of(v); },
     "what the parent says"},
    {"after", Presence::optional, "text", [](Reading&, const Node& v, ScenarioChange& c) { c.after = text_of(v); },
     "what is said instead"},
    {"stated", Presence::required, "text", [](Reading&, const Node& v, ScenarioChange& c) { c.stated = text_of(v); },
     "where"},
};

}  // namespace

std::vector<ScenarioChange> read_changes(Reading& reading, const Node& changes) {
  std::vector<ScenarioChange> read;
  for (const Node& node : as_list(changes).items) {
    ScenarioChange change{};
    read_fields(reading, node, "a change", change_fields, change);
    read.push_back(std::move(change));
  }
  return read;
}

void add_change_words(Vocabulary& words) {
  words.add("change", change_fields);
}

}  // namespace wafercast::language
