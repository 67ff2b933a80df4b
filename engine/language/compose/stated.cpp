#include <engine/language/compose/compose.hpp>
#include <engine/language/compose/settings.hpp>
#include <engine/language/compose/stated.hpp>
#include <engine/language/syntax/text.hpp>

#include <array>

namespace wafercast {
namespace language {
namespace {

constexpr std::string_view event_prefix = "events.";

/// Whether an entry of a section that changes the parent is of the thing, or of a part of it.
bool concerns(std::string_view key, std::string_view name) {
  if (key.find('*') != std::string_view::npos) return fits(key, name);
  return key == name || (key.starts_with(name) && key.size() > name.size() && key[name.size()] == '.');
}

void add_from(const Node& tree, std::string_view name, std::vector<Stated>& stated) {
  const bool is_event = name.starts_with(event_prefix);
  const std::string own = is_event ? "events" : "drivers";
  const std::string_view key = is_event ? name.substr(event_prefix.size()) : name;
  const auto add = [&](const std::string& section, const Entry& entry) {
    stated.push_back({entry.place.location(), section, on_one_line(entry.value)});
  };
  if (const Node* section = tree.find(own)) {
    for (const Entry& entry : section->entries) {
      if (entry.key == key) add(own, entry);
    }
  }
  for (const std::string section : {"believe", "override"}) {
    const Node* changes = tree.find(section);
    for (const Entry& entry : changes != nullptr ? changes->entries : std::vector<Entry>{}) {
      if (concerns(entry.key, name)) add(section, entry);
    }
  }
}

}  // namespace
}  // namespace language

std::vector<Stated> statements_of(const std::filesystem::path& file, const ReadOptions& options,
                                  std::string_view name) {
  Diagnostics diagnostics;
  const std::vector<language::Layer> layers = language::load_layers(file, options, diagnostics);
  diagnostics.throw_if_any();
  std::vector<Stated> stated;
  for (const language::Layer& layer : layers) language::add_from(layer.tree, name, stated);
  if (!options.settings.empty()) {
    language::add_from(language::settings_tree(options.settings, file.generic_string()), name, stated);
  }
  return stated;
}

}  // namespace wafercast
