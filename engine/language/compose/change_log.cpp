#include <engine/language/compose/change_log.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <filesystem>

namespace wafercast::language {
void note_change(Node& tree, const NotedChange& change, const Place& place) {
  const std::string file = place.location().file;
  const std::string stated = place.line == 0  // on the command line
                                 ? file.substr(0, file.find(' '))
                                 : fmt::format("{}:{}", std::filesystem::path(file).filename().string(), place.line);
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

std::string text_of_driver(const Node& driver) {
  if (driver.find("value") != nullptr) return on_one_line(*driver.find("value"));
  if (driver.find("path") != nullptr) return on_one_line(*driver.find("path"));
  return driver.find("estimates") != nullptr ? "as estimated" : "";
}

}  // namespace wafercast::language
