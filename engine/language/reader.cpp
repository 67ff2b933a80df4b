#include <engine/language/compose/settings.hpp>
#include <engine/language/data/guidance_reader.hpp>
#include <engine/language/data/history_reader.hpp>
#include <engine/language/data/statement_reader.hpp>
#include <engine/language/sections/change_reader.hpp>
#include <engine/language/sections/correlation_reader.hpp>
#include <engine/language/sections/driver_reader.hpp>
#include <engine/language/sections/event_reader.hpp>
#include <engine/language/sections/formula_reader.hpp>
#include <engine/language/sections/question_reader.hpp>
#include <engine/language/sections/score_reader.hpp>
#include <engine/language/sections/sections.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/file_bytes.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace language {
namespace {

/// The beliefs of a scenario.
struct Beliefs {
  Structure structure;
  std::vector<DriverBelief> drivers;
  std::vector<EventBelief> events;
  Correlations correlations;
  std::vector<Formula> formulas;
  std::vector<Question> questions;
  Score score;
  std::vector<std::string> notes;  ///< what was left out
};

Date cut_at(std::optional<Date> cut, Date as_of) {
  return std::min(cut.value_or(as_of), as_of);
}

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

std::vector<Question> read_questions(const Reading& reading, const Node& questions, std::vector<std::string>& notes) {
  std::vector<Question> read;
  for (const Entry& entry : as_map(questions).entries) {
    guarded(entry.value.where(), reading.diagnostics, [&] {
      try {
        if (auto question = read_question(reading, entry.key, entry.value)) read.push_back(*std::move(question));
      } catch (const NotKnown& missing) {
        notes.push_back(fmt::format("question {} is left out: {}", in_quotes(entry.key), missing.what()));
      }
    });
  }
  return read;
}

/// Runs a reader on a section that is there.
template <class Work>
void with_section(Reading& reading, const Node* section, Work work) {
  if (section != nullptr) guarded(section->where(), reading.diagnostics, [&] { work(*section); });
}

/// In the order in which sections depend on each other.
Beliefs read_beliefs(Reading& reading, const Sections& sections) {
  Beliefs beliefs;
  with_section(reading, sections.sources, [&](const Node& node) { read_sources(reading, node); });
  const Node* guidance = sections.observe != nullptr ? sections.observe->find("guidance") : nullptr;
  with_section(reading, reading.history_failed ? nullptr : guidance,
               [&](const Node& node) { read_guidance(reading, node); });
  const Node* statements = sections.observe != nullptr ? sections.observe->find("statements") : nullptr;
  with_section(reading, reading.history_failed ? nullptr : statements,
               [&](const Node& node) { read_statements(reading, node); });
  with_section(reading, sections.structure,
               [&](const Node& node) { beliefs.structure = read_structure(reading, node); });
  with_section(reading, sections.drivers, [&](const Node& node) {
    note_driver_units(reading, node);
    beliefs.drivers = read_drivers(reading, node);
  });
  with_section(reading, sections.events, [&](const Node& node) {
    for (const Entry& event : node.entries) reading.event_names.push_back(event.key);
    beliefs.events = read_events(reading, node);
  });
  with_section(reading, sections.correlations, [&](const Node& node) {
    std::vector<std::string> drivers;
    for (const Entry& driver : sections.drivers != nullptr ? sections.drivers->entries : std::vector<Entry>{}) {
      drivers.push_back(driver.key);
    }
    beliefs.correlations = read_correlations(reading, node, drivers);
  });
  with_section(reading, sections.metrics, [&](const Node& node) { beliefs.formulas = read_formulas(reading, node); });
  with_section(reading, sections.score, [&](const Node& node) { beliefs.score = read_score(reading, node); });
  with_section(reading, sections.questions,
               [&](const Node& node) { beliefs.questions = read_questions(reading, node, beliefs.notes); });
  return beliefs;
}

std::vector<InputFile> input_files(const std::vector<Layer>& layers, const Tables& tables) {
  std::vector<InputFile> files;
  for (const Layer& layer : layers) {
    for (const InputFile& input : layer.inputs) {  // two files may have a part in common
      if (std::ranges::find(files, input.path, &InputFile::path) == files.end()) files.push_back(input);
    }
  }
  for (const auto& [name, table] : tables) {
    if (table) files.push_back({table->file, table->digest});
  }
  return files;
}

void set_text(Node& tree, const std::string& key, std::string text) {
  if (Node* node = tree.find(key)) {
    *node = scalar_node(std::move(text), node->place);
  } else {
    tree.entries.push_back({key, tree.place, scalar_node(std::move(text), tree.place)});
  }
}

/// A digest of all that a posterior is learnt from: the scenario as it is believed and the tables as they were cut.
/// What is supposed, asked, called or shown is no part of it, nor are events that may or may not happen.
std::string evidence_digest(const Reading& reading, Node tree, const Beliefs& beliefs, const Cuts& cuts) {
  for (const char* key : {"name", "horizon", "learnt_over", "metrics", "questions", "score", "changes", "notes"})
    tree.erase(key);
  if (Node* drivers = tree.find("drivers")) {
    for (Entry& driver : drivers->entries) driver.value.erase("suppose");
  }
  for (const EventBelief& event : beliefs.events) {
    if (event.status == EventBelief::Status::uncertain) tree.find("events")->erase(event.name);
  }
  std::string text = fmt::format("{}\n{}\n{}\n", write_yaml(tree), to_string(reading.as_of), reading.learnt_quarters);
  for (const Date day : {reading.reported_until, reading.guided_until, reading.beliefs_until}) text += to_string(day);
  for (const auto& [name, day] : cuts.tables) text += fmt::format("\n{} {}", name, to_string(day));
  for (const auto& [name, table] : reading.tables) {
    if (table) text += fmt::format("\n{} {}", name, table->digest);
  }
  return digest_of(text);
}

/// The composed scenario as one that needs no options: with its as-of date and horizon written out. Where its tables
/// are depends on where it is put, and is left to resolved_at().
std::string resolved_text(const Reading& reading, Node tree) {
  if (Node* data = tree.find("data")) data->erase("folder");
  set_text(tree, "as_of", to_string(reading.as_of));
  set_text(tree, "horizon", fmt::format("{}..{}", to_string(reading.first()), to_string(reading.last())));
  if (reading.learnt_quarters != reading.quarters) {
    set_text(tree, "learnt_over", fmt::format("{} quarters", reading.learnt_quarters));
  }
  return write_yaml(tree);
}

std::vector<ScenarioChange> changes_of(Reading& reading, const Node* changes) {
  std::vector<ScenarioChange> read;
  with_section(reading, changes, [&](const Node& node) { read = read_changes(reading, node); });
  return read;
}

std::vector<std::string> notes_of(Reading& reading, const Node* notes) {
  std::vector<std::string> read;
  with_section(reading, notes, [&](const Node& node) {
    for (const Node* note : texts_of(node)) read.push_back(note->text);
  });
  return read;
}

/// When the as-of date lies beyond all data, the news is older than one would think.
std::string age_of_news(const Reading& reading) {
  std::optional<Date> newest;
  for (const auto& [name, table] : reading.tables) {
    if (table && !table->later.empty()) return {};
    for (const DataTable::Row& row : table ? table->rows : std::vector<DataTable::Row>{}) {
      newest = std::max(newest.value_or(row.published), row.published);
    }
  }
  if (!newest || *newest >= reading.as_of) return {};
  const auto days = (reading.as_of - *newest).count();
  return fmt::format("the newest row of the data is of {}, {} before the as-of date", to_string(*newest),
                     days == 1 ? "a day" : fmt::format("{} days", days));
}

/// What each file writes is checked even where it is not in force: a belief of another day, or one that a what-if
/// replaces, would else hide its slips until the day on which it matters.
void check_as_written(Reading& reading, const std::vector<Layer>& layers) {
  for (const Layer& layer : layers) {
    with_section(reading, layer.tree.find("drivers"),
                 [&](const Node& drivers) { check_written_drivers(reading, drivers); });
    with_section(reading, layer.tree.find("events"),
                 [&](const Node& events) { check_written_events(reading, events); });
  }
}

std::set<std::string> unreadable_drivers(const Sections& sections, const std::vector<DriverBelief>& read) {
  std::set<std::string> names;
  if (sections.drivers != nullptr) {
    for (const Entry& driver : sections.drivers->entries) names.insert(driver.key);
  }
  for (const DriverBelief& driver : read) names.erase(driver.name);
  return names;
}

std::string text_or_nothing(Diagnostics& diagnostics, const Node* node) {
  std::string text;
  if (node != nullptr) guarded(node->where(), diagnostics, [&] { text = printable_line(text_of(*node)); });
  return text;
}

void read_context(Reading& reading, const Sections& sections, const ReadOptions& options, const std::string& file) {
  with_section(reading, sections.observe, [&](const Node& node) { read_observe(reading, &node); });
  if (sections.observe == nullptr) read_observe(reading, nullptr);
  const SourceLocation where = sections.horizon != nullptr ? sections.horizon->where() : SourceLocation{file, 1, 1};
  guarded(where, reading.diagnostics, [&] { read_horizon_section(reading, sections, options.quarters); });
}

Scenario read(const std::filesystem::path& file, const ReadOptions& options) {
  Diagnostics diagnostics;
  const std::vector<Layer> layers = load_layers(file, options, diagnostics);
  const bool complete = !layers.empty() && layers.front().tree.find("extends") == nullptr;
  if (!complete) throw InputError(diagnostics.found());
  std::vector<Layer> laid = layers;
  if (!options.settings.empty()) {
    laid.push_back({layers.back().file, settings_tree(options.settings, layers.back().file), {}});
  }

  Diagnostics reported_once_composed;
  const Composed undated = compose(laid, std::nullopt, reported_once_composed);
  const Sections raw = find_sections(undated.tree, reported_once_composed);
  Header header = read_header(raw, file, options, diagnostics);

  const Cuts& cuts = options.cuts;
  const BeliefCuts belief_cuts{cut_at(cuts.beliefs, header.as_of), cut_at(cuts.events, header.as_of)};
  const Composed composed = compose(laid, belief_cuts, diagnostics, options.changes);
  Sections sections = find_sections(composed.tree, diagnostics);
  if (cuts != Cuts{}) sections.questions = nullptr;
  Reading reading{.diagnostics = diagnostics,
                  .calendar = header.calendar,
                  .as_of = header.as_of,
                  .reported_until = cut_at(cuts.reported, header.as_of),
                  .guided_until = cut_at(cuts.guided, header.as_of),
                  .beliefs_until = belief_cuts.beliefs,
                  .tables = load_tables(header.tables, cuts, header.as_of, diagnostics),
                  .not_yet = composed.not_yet};
  read_context(reading, sections, options, layers.back().file);
  Beliefs beliefs = read_beliefs(reading, sections);
  std::string name = text_or_nothing(diagnostics, sections.name);
  std::vector<ScenarioChange> changes = changes_of(reading, sections.changes);
  std::vector<std::string> notes = notes_of(reading, sections.notes);
  notes.insert(notes.end(), beliefs.notes.begin(), beliefs.notes.end());
  check_as_written(reading, layers);

  std::string learnt_from = evidence_digest(reading, composed.tree, beliefs, cuts);
  std::set<std::string> unreadable = unreadable_drivers(sections, beliefs.drivers);
  Scenario scenario{.name = std::move(name),
                    .model = sections.model != nullptr ? sections.model->text : "",
                    .file = layers.back().file,
                    .as_of = reading.as_of,
                    .calendar = reading.calendar,
                    .last_reported = reading.last_reported,
                    .first = reading.first(),
                    .quarters = reading.quarters,
                    .learnt_quarters = reading.learnt_quarters,
                    .structure = std::move(beliefs.structure),
                    .history = std::move(reading.history),
                    .drivers = std::move(beliefs.drivers),
                    .events = std::move(beliefs.events),
                    .correlations = std::move(beliefs.correlations.pairs),
                    .repair_correlations = beliefs.correlations.repair,
                    .formulas = std::move(beliefs.formulas),
                    .questions = std::move(beliefs.questions),
                    .score = std::move(beliefs.score),
                    .resolved = resolved_text(reading, composed.tree),
                    .inputs = input_files(layers, reading.tables),
                    .evidence_digest = std::move(learnt_from),
                    .conditioning = std::move(reading.conditioning),
                    .changes = std::move(changes),
                    .notes = std::move(notes),
                    .age_of_news = age_of_news(reading),
                    .data_folder = std::move(header.data_folder),
                    .root = layers.front().file,
                    .unreadable = std::move(unreadable)};
  // What the model would say of figures that could not be read is no news.
  const bool has_history = !reading.history_failed && reading.unreadable.empty();
  if (diagnostics.any() && options.look_further && has_history) options.look_further(scenario, diagnostics);
  diagnostics.throw_if_any();
  return scenario;
}

}  // namespace
}  // namespace language

Scenario read_scenario(const std::filesystem::path& file, const ReadOptions& options) {
  return language::read(file, options);
}

std::string resolved_at(const Scenario& scenario, const std::filesystem::path& folder) {
  if (scenario.data_folder.empty()) return scenario.resolved;
  Diagnostics none;
  auto tree = language::read_yaml(scenario.resolved, scenario.file, none);
  language::Node* data = tree ? tree->find("data") : nullptr;
  if (data == nullptr) return scenario.resolved;
  std::error_code ignored;
  const auto relative = std::filesystem::proximate(std::filesystem::absolute(scenario.data_folder),
                                                   std::filesystem::absolute(folder), ignored);
  language::set_text(*data, "folder", relative.generic_string());
  return language::write_yaml(*tree);
}

}  // namespace wafercast
