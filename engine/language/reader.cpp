#include <engine/language/data/guidance_reader.hpp>
#include <engine/language/data/history_reader.hpp>
#include <engine/language/data/statement_reader.hpp>
#include <engine/language/read.hpp>
#include <engine/language/reader.hpp>
#include <engine/language/resolved.hpp>
#include <engine/language/sections/change_reader.hpp>
#include <engine/language/sections/correlation_reader.hpp>
#include <engine/language/sections/event_reader.hpp>
#include <engine/language/sections/formula_reader.hpp>
#include <engine/language/sections/question_reader.hpp>
#include <engine/language/sections/score_reader.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace wafercast {
namespace language {
namespace {

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

std::vector<std::string> keys_of(const Node* section) {
  std::vector<std::string> keys;
  for (const Entry& entry : section != nullptr ? section->entries : std::vector<Entry>{}) keys.push_back(entry.key);
  return keys;
}

/// Runs a reader on a section that is there.
template <class Work>
void with_section(Reading& reading, const Node* section, Work work) {
  if (section != nullptr) guarded(section->where(), reading.diagnostics, [&] { work(*section); });
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

/// What is there whatever is believed. Sections are read in the order in which they depend on each other.
void read_facts(Reading& reading, const Sections& sections, Scenario& scenario) {
  const auto with = [&](const Node* section, auto read) { with_section(reading, section, read); };
  const auto of_observe = [&](const char* key) {
    return sections.observe != nullptr && !reading.history_failed ? sections.observe->find(key) : nullptr;
  };
  with(sections.sources, [&](const Node& node) { read_sources(reading, node); });
  with(of_observe("guidance"), [&](const Node& node) { read_guidance(reading, node); });
  with(of_observe("statements"), [&](const Node& node) { read_statements(reading, node); });
  with(sections.structure, [&](const Node& node) { scenario.structure = read_structure(reading, node); });
}

/// When the as-of date lies beyond all data, the news is older than one would think.
std::string age_of_news(const Reading& reading) {
  std::optional<Date> newest;
  for (const auto& [name, table] : *reading.tables) {
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

Reading begin_reading(const Files& files, const Composed& composed, const Cuts& cuts, Diagnostics& diagnostics) {
  const Header& header = files.header;
  return {{.calendar = header.calendar,
           .as_of = header.as_of,
           .reported_until = cut_at(cuts.reported, header.as_of),
           .guided_until = cut_at(cuts.guided, header.as_of),
           .beliefs_until = cut_at(cuts.beliefs, header.as_of),
           .reported_as = cuts.reported_as,
           .guided_as = cuts.guided_as,
           .tables = files.tables,
           .not_yet = composed.not_yet},
          diagnostics};
}

/// What is known of a scenario before its beliefs are read.
Scenario begin_scenario(const Reading& reading, const Sections& sections, const std::vector<Layer>& layers,
                        const Header& header) {
  return {.name = text_or_nothing(reading.diagnostics, sections.name),
          .model = sections.model != nullptr ? sections.model->text : "",
          .file = layers.back().file,
          .as_of = reading.as_of,
          .calendar = reading.calendar,
          .last_reported = reading.last_reported,
          .first = reading.first(),
          .quarters = reading.quarters,
          .learnt_quarters = reading.learnt_quarters,
          .inputs = input_files(layers, *reading.tables),
          .age_of_news = age_of_news(reading),
          .data_folder = header.data_folder,
          .root = layers.front().file};
}

}  // namespace

void read_beliefs(Reading& reading, const Sections& sections, Scenario& scenario, const EarlierDrivers* earlier) {
  const auto with = [&](const Node* section, auto read) { with_section(reading, section, read); };
  with(sections.drivers, [&](const Node& node) {
    note_driver_units(reading, node);
    scenario.drivers = read_drivers(reading, node, earlier);
  });
  with(sections.events, [&](const Node& node) {
    reading.event_names = keys_of(&node);
    scenario.events = read_events(reading, node);
  });
  with(sections.correlations, [&](const Node& node) {
    Correlations correlations = read_correlations(reading, node, keys_of(sections.drivers));
    scenario.correlations = std::move(correlations.pairs);
    scenario.repair_correlations = correlations.repair;
  });
  with(sections.metrics, [&](const Node& node) { scenario.formulas = read_formulas(reading, node); });
  with(sections.score, [&](const Node& node) { scenario.score = read_score(reading, node); });
  with(sections.changes, [&](const Node& node) { scenario.changes = read_changes(reading, node); });
  with(sections.notes, [&](const Node& node) {
    for (const Node* note : texts_of(node)) scenario.notes.push_back(note->text);
  });
  std::ranges::copy(reading.notes, std::back_inserter(scenario.notes));
  with(sections.questions,
       [&](const Node& node) { scenario.questions = read_questions(reading, node, scenario.notes); });
}

std::set<std::string> unreadable_drivers(const Sections& sections, const std::vector<DriverBelief>& read) {
  const std::vector<std::string> written = keys_of(sections.drivers);
  std::set<std::string> names(written.begin(), written.end());
  for (const DriverBelief& driver : read) names.erase(driver.name);
  return names;
}

WholeReading read_whole(const Files& files, const ReadOptions& options) {
  Diagnostics diagnostics = files.diagnostics;
  Composed composed = compose(files, options, diagnostics);
  Sections sections = find_sections(composed.tree, diagnostics);
  if (options.cuts != Cuts{}) sections.questions = nullptr;

  Reading reading = begin_reading(files, composed, options.cuts, diagnostics);
  read_context(reading, sections, options, files.layers.back().file);
  Scenario scenario = begin_scenario(reading, sections, files.layers, files.header);
  read_facts(reading, sections, scenario);
  const auto notes_of_facts = static_cast<std::ptrdiff_t>(reading.notes.size());
  read_beliefs(reading, sections, scenario, nullptr);
  check_as_written(reading, files.layers);
  scenario.resolved = resolved_text(reading, composed.tree);
  scenario.evidence_digest = evidence_digest(reading, composed.tree, scenario.events, options.cuts);
  scenario.unreadable = unreadable_drivers(sections, scenario.drivers);
  scenario.history = reading.history;
  scenario.conditioning = reading.conditioning;

  // What the model would say of figures that could not be read is no news.
  const bool has_history = !reading.history_failed && reading.unreadable.empty();
  if (diagnostics.any() && options.look_further && has_history) options.look_further(scenario, diagnostics);
  diagnostics.throw_if_any();
  reading.notes.erase(reading.notes.begin() + notes_of_facts, reading.notes.end());
  return {std::move(composed.tree), std::move(reading), std::move(scenario)};
}

}  // namespace language

Scenario read_scenario(const std::filesystem::path& file, const ReadOptions& options) {
  return language::read_whole(language::open_files(file, options), options).scenario;
}

}  // namespace wafercast
