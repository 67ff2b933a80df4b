#include <engine/language/compose/change_log.hpp>
#include <engine/language/compose/change_section.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <filesystem>

namespace wafercast::language {

void note_change(Node& tree, ScenarioChange change, const Place& place) {
  const std::string file = place.location().file;
  change.stated = place.line == 0  // on the command line
                      ? file.substr(0, file.find(' '))
                      : fmt::format("{}:{}", std::filesystem::path(file).filename().string(), place.line);
  Node note = empty_of(Node::Kind::map, place);
  const auto add = [&](const char* key, std::string text) {
    if (!text.empty()) put(note, key, scalar_node(std::move(text), place));
  };
  add("what", word_of(change.kind));
  add("on", change.target);
  add("when", change.when);
  add("before", change.before);
  add("after", change.after);
  add("stated", change.stated);
  if (tree.find("changes") == nullptr) put(tree, "changes", empty_of(Node::Kind::list, place));
  if (Node& list = *tree.find("changes"); list.is_list()) list.items.push_back(std::move(note));
}

std::string text_of_driver(const Node& driver) {
  if (driver.find("value") != nullptr) return on_one_line(*driver.find("value"));
  if (driver.find("path") != nullptr) return on_one_line(*driver.find("path"));
  if (driver.find("estimates") != nullptr) return "as estimated";
  return driver.find("past") != nullptr ? "another past" : "";
}

}  // namespace wafercast::language
