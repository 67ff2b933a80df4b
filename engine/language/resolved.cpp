#include <engine/core/digest.hpp>
#include <engine/language/compose/change_section.hpp>
#include <engine/language/read.hpp>
#include <engine/language/resolved.hpp>

#include <fmt/format.h>

#include <system_error>

namespace wafercast {
namespace language {
namespace {

void put_text(Node& map, std::string_view key, std::string text) {
  const Node* there = map.find(key);
  put(map, key, scalar_node(std::move(text), there != nullptr ? there->place : map.place));
}

}  // namespace

std::string evidence_digest(const Reading& reading, Node tree, const std::vector<EventBelief>& events,
                            const Cuts& cuts) {
  for (const char* key : {"name", "horizon", "learnt_over", "metrics", "questions", "score", "changes", "notes"})
    tree.erase(key);
  if (Node* drivers = tree.find("drivers")) {
    for (Entry& driver : drivers->entries) driver.value.erase("suppose");
  }
  for (const EventBelief& event : events) {
    if (event.status == EventBelief::Status::uncertain) tree.find("events")->erase(event.name);
  }
  std::string text = fmt::format("{}\n{}\n{}\n", write_yaml(tree), to_string(reading.as_of), reading.learnt_quarters);
  for (const Date day : {reading.reported_until, reading.guided_until, reading.beliefs_until}) text += to_string(day);
  for (const Figures* figures : {&cuts.reported_as, &cuts.guided_as}) {
    for (const auto& [metric, series] : *figures) {
      for (const auto& [quarter, value] : series) text += fmt::format("\n{} {} {}", metric, to_string(quarter), value);
    }
  }
  for (const auto& [name, day] : cuts.tables) text += fmt::format("\n{} {}", name, to_string(day));
  for (const auto& [name, table] : *reading.tables) {
    if (table) text += fmt::format("\n{} {}", name, table->digest);
  }
  return digest_of(text);
}

std::string resolved_text(const Reading& reading, Node tree) {
  if (Node* data = tree.find("data")) data->erase("folder");
  put_text(tree, "as_of", to_string(reading.as_of));
  put_text(tree, "horizon", fmt::format("{}..{}", to_string(reading.first()), to_string(reading.last())));
  if (reading.learnt_quarters != reading.quarters) {
    put_text(tree, "learnt_over", fmt::format("{} quarters", reading.learnt_quarters));
  }
  return write_yaml(tree);
}

}  // namespace language

std::string resolved_at(const Scenario& scenario, const std::filesystem::path& folder) {
  if (scenario.data_folder.empty()) return scenario.resolved;
  Diagnostics none;
  auto tree = language::read_yaml(scenario.resolved, scenario.file, none);
  language::Node* data = tree ? tree->find("data") : nullptr;
  if (data == nullptr) return scenario.resolved;
  std::error_code ignored;
  const auto relative = std::filesystem::proximate(std::filesystem::absolute(scenario.data_folder),
                                                   std::filesystem::absolute(folder), ignored);
  language::put_text(*data, "folder", relative.generic_string());
  return language::write_yaml(*tree);
}

}  // namespace wafercast
