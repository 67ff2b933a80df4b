#pragma once

#include <engine/language/compose/compose.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// The parts of a scenario by their keys.
struct Sections {
  const Node* name = nullptr;
  const Node* model = nullptr;
  const Node* calendar = nullptr;
  const Node* as_of = nullptr;
  const Node* horizon = nullptr;
  const Node* learnt_over = nullptr;
  const Node* data = nullptr;
  const Node* observe = nullptr;
  const Node* sources = nullptr;
  const Node* structure = nullptr;
  const Node* drivers = nullptr;
  const Node* events = nullptr;
  const Node* correlations = nullptr;
  const Node* metrics = nullptr;
  const Node* questions = nullptr;
  const Node* score = nullptr;
  const Node* changes = nullptr;
  const Node* notes = nullptr;
};

/// Finds the sections of a composed tree, reporting unknown keys and those that are missing.
Sections find_sections(const Node& tree, Diagnostics& diagnostics);

/// What must be known before dated beliefs can be chosen.
struct Header {
  std::filesystem::path data_folder;  ///< empty without tables
  std::map<std::string, TableSource> tables;
  FiscalCalendar calendar;
  Date as_of;
};

/// Reads model, calendar, data and as-of date. A date that cannot be read is reported and taken to be the latest, so
/// that the rest can be checked too.
Header read_header(const Sections& sections, const std::filesystem::path& scenario, const ReadOptions& options,
                   Diagnostics& diagnostics);

/// Reads `sources`.
void read_sources(Reading& reading, const Node& sources);

/// Reads `structure`.
Structure read_structure(Reading& reading, const Node& structure);

/// Reads the length of the horizon, and of that over which is learnt; `instead` is shown instead of the scenario's own.
void read_horizon_section(Reading& reading, const Sections& sections, std::optional<int> instead);

/// The keys that these maps have.
void add_section_words(Vocabulary& words);

}  // namespace wafercast::language
