#include <engine/language/compose/settings.hpp>
#include <engine/language/files.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace wafercast::language {
namespace {

Tables load_tables(const std::map<std::string, TableSource>& sources, const Cuts& cuts, Date as_of,
                   Diagnostics& diagnostics) {
  Tables tables;
  for (const auto& [name, source] : sources) {
    const auto cut = cuts.tables.find(name);
    const Date until = cut == cuts.tables.end() ? as_of : cut_at(cut->second, as_of);
    tables.emplace(name, read_table(source, until, diagnostics));
  }
  return tables;
}

Header read_heading(const std::vector<Layer>& layers, const std::filesystem::path& file, const ReadOptions& options,
                    Diagnostics& diagnostics) {
  Diagnostics reported_once_composed;
  const Node heading = heading_of(layers);
  return read_header(find_sections(heading, reported_once_composed), file, options, diagnostics);
}

}  // namespace

Date cut_at(std::optional<Date> cut, Date as_of) {
  return std::min(cut.value_or(as_of), as_of);
}

Files open_files(const std::filesystem::path& file, const ReadOptions& options) {
  Diagnostics diagnostics;
  std::vector<Layer> layers = load_layers(file, options, diagnostics);
  const bool complete = !layers.empty() && layers.front().tree.find("extends") == nullptr;
  if (!complete) throw InputError(diagnostics.found());
  Header header = read_heading(layers, file, options, diagnostics);
  auto tables = std::make_shared<const Tables>(load_tables(header.tables, options.cuts, header.as_of, diagnostics));
  return {std::move(layers), std::move(header), std::move(tables), std::move(diagnostics)};
}

Layer settings_layer(const Files& files, const ReadOptions& options) {
  const std::string& file = files.layers.back().file;
  return {file, settings_tree(options.settings, file), {}};
}

Composed compose(const Files& files, const ReadOptions& options, Diagnostics& diagnostics) {
  const Cuts& cuts = options.cuts;
  const BeliefCuts belief_cuts{cut_at(cuts.beliefs, files.header.as_of), cut_at(cuts.events, files.header.as_of)};
  std::vector<Layer> layers = files.layers;
  if (!options.settings.empty()) layers.push_back(settings_layer(files, options));
  return compose(layers, belief_cuts, diagnostics, options.changes);
}

}  // namespace wafercast::language
