#include <engine/language/compose/enclosure.hpp>
#include <engine/language/sections/sections.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace wafercast::language {
namespace {

struct Context {
  Diagnostics& diagnostics;
};

void checked_elsewhere(Context&, const Node&, Sections&) {}

constexpr Field<Context, Sections> section_fields[] = {
    {"wafercast", Presence::optional, "text", checked_elsewhere,
     "the version of the language: scenario/1; of a part, part/1"},
    {"name", Presence::required, "text", note<&Sections::name>, "what people call it"},
    {"model", Presence::required, "text", note<&Sections::model>, "the model that it is for"},
    {"calendar", Presence::optional, "calendar", note<&Sections::calendar>, "when the company's fiscal year ends"},
    {"as_of", Presence::optional, "text", note<&Sections::as_of>, "the day from which it is seen, or latest"},
    {"horizon", Presence::optional, "text", note<&Sections::horizon>,
     "how far it looks: 8 quarters, or FY26Q1..FY27Q4"},
    {"learnt_over", Presence::optional, "text", note<&Sections::learnt_over>,
     "the horizon over which is learnt, as a run notes it"},
    {"data", Presence::optional, "data", note<&Sections::data>, "the tables that it reads"},
    {"observe", Presence::optional, "observe", note<&Sections::observe>, "what it is conditioned on"},
    {"sources", Presence::optional, "{source}", note<&Sections::sources>, "documents that beliefs name"},
    {"structure", Presence::optional, "{any}", note<&Sections::structure>, "what the company sells and to whom"},
    {"drivers", Presence::optional, "{driver}", note<&Sections::drivers>, "beliefs about the model's inputs"},
    {"events", Presence::optional, "{event}", note<&Sections::events>, "what may happen"},
    {"correlations", Presence::optional, "[correlation]", note<&Sections::correlations>, "what moves together"},
    {"metrics", Presence::optional, "{text|formula}", note<&Sections::metrics>,
     "metrics of its own, by formulas from the model's"},
    {"questions", Presence::optional, "{text}", note<&Sections::questions>, "what is asked of the results, by name"},
    {"score", Presence::optional, "score", note<&Sections::score>, "what is shown first and scored"},
    {"changes", Presence::optional, "[change]", note<&Sections::changes>,
     "what it changed of a parent, as a run notes it"},
    {"notes", Presence::optional, "[text]", note<&Sections::notes>, "what was left out, as a run notes it"},
};

struct WrittenData {
  const Node* folder = nullptr;
  const Node* tables = nullptr;
};

constexpr Field<Context, WrittenData> data_fields[] = {
    {"folder", Presence::optional, "text", note<&WrittenData::folder>, "where the tables are, next to the scenario"},
    {"tables", Presence::required, "{table}", note<&WrittenData::tables>, "the tables by name"},
};

constexpr Field<Context, TableSource> table_fields[] = {
    {"file", Presence::required, "text",
     [](Context&, const Node& v, TableSource& t) {
       t.file = text_of(v);
       t.file_where = v.where();
     },
     "a CSV file in the data folder"},
    {"published", Presence::required, "text",
     [](Context&, const Node& v, TableSource& t) {
       t.published = text_of(v);
       t.published_where = v.where();
     },
     "the column that says when a row became public"},
};

/// The folder stands next to the file that names it, which may be a parent of the scenario.
std::filesystem::path folder_of(const Node& data, const Node* folder, const ReadOptions& options) {
  if (options.data_folder) return *options.data_folder;
  const Node& named_in = folder != nullptr ? *folder : data;
  return std::filesystem::path(named_in.where().file).parent_path() / (folder != nullptr ? text_of(*folder) : "");
}

void read_tables(const Node& data, const std::filesystem::path& scenario, const ReadOptions& options,
                 Diagnostics& diagnostics, Header& header) {
  const Enclosure enclosure(scenario, options);
  Context context{diagnostics};
  WrittenData written;
  read_fields(context, data, "'data'", data_fields, written);
  if (written.tables == nullptr) return;
  const auto folder = folder_of(data, written.folder, options);
  header.data_folder = folder;
  for (const auto& [name, place, value] : as_map(*written.tables).entries) {
    TableSource table;
    read_fields(context, value, "a table", table_fields, table);
    if (table.file.empty() || table.published.empty()) continue;
    table.file = (folder / table.file).lexically_normal();
    const std::size_t before = diagnostics.found().size();
    guarded(table.file_where, diagnostics, [&] { enclosure.check(table.file); });
    table.refused = diagnostics.found().size() != before;
    header.tables.emplace(name, std::move(table));
  }
}

void check_model(const Node* model, const ReadOptions& options, Diagnostics& diagnostics) {
  if (model == nullptr) return;
  guarded(model->where(), diagnostics, [&] {
    const std::string& name = text_of(*model);
    if (std::ranges::find(options.model_names, name) != options.model_names.end()) return;
    throw ValueError(fmt::format("unknown model {}", in_quotes(name)), meant_or_all(name, options.model_names));
  });
}

struct WrittenCalendar {
  std::optional<FiscalCalendar> calendar;
};

constexpr Field<Context, WrittenCalendar> calendar_fields[] = {
    {"year_ends", Presence::required, "text",
     [](Context&, const Node& v, WrittenCalendar& c) { c.calendar = read_year_end(text_of(v)); },
     "the last day of a fiscal year: last Sunday of January"},
};

FiscalCalendar read_calendar(const Sections& sections, const ReadOptions& options, Diagnostics& diagnostics) {
  WrittenCalendar written{options.calendar};
  if (sections.calendar != nullptr) {
    Context context{diagnostics};
    guarded(sections.calendar->where(), diagnostics,
            [&] { read_fields(context, *sections.calendar, "'calendar'", calendar_fields, written); });
  } else if (!written.calendar) {
    diagnostics.error(sections.model != nullptr ? sections.model->where() : SourceLocation{},
                      "the scenario does not say when the company's fiscal year ends",
                      "add 'calendar: {year_ends: last Sunday of January}'");
  }
  return written.calendar.value_or(FiscalCalendar(std::chrono::December, std::chrono::Sunday));
}

/// A single row that is dated long after all others is a slip of the pen, and would move the day from which the whole
/// scenario is seen.
void check_newest(const std::set<Date>& days) {
  constexpr std::chrono::days longest_silence(200);
  if (days.size() < 2) return;
  const Date newest = *days.rbegin();
  const Date before = *std::next(days.rbegin());
  if (newest - before <= longest_silence) return;
  throw ValueError(fmt::format("the newest publication in the data is of {}, {} days after the one before it ({})",
                               to_string(newest), (newest - before).count(), to_string(before)),
                   "correct that row's day, or write the as-of date itself");
}

std::optional<Date> newest_of(const std::map<std::string, TableSource>& tables) {
  Diagnostics reported_when_read;
  std::set<Date> days;
  for (const auto& [name, table] : tables) {
    if (!table.refused) days.merge(publications(table, reported_when_read));
  }
  check_newest(days);
  return days.empty() ? std::nullopt : std::optional(*days.rbegin());
}

Date read_as_of(const Sections& sections, const std::map<std::string, TableSource>& tables, const ReadOptions& options,
                Diagnostics& diagnostics) {
  if (options.as_of) return *options.as_of;
  if (sections.as_of != nullptr && sections.as_of->text != "latest") {
    std::optional<Date> date;
    guarded(sections.as_of->where(), diagnostics, [&] { date = read_date(text_of(*sections.as_of)); });
    if (date) return *date;
  }
  std::optional<Date> newest;
  const std::size_t before = diagnostics.found().size();
  guarded(sections.as_of != nullptr ? sections.as_of->where() : SourceLocation{}, diagnostics,
          [&] { newest = newest_of(tables); });
  if (newest) return *newest;
  if (diagnostics.found().size() != before) throw InputError(diagnostics.found());
  if (sections.as_of == nullptr) {
    diagnostics.error({}, "the scenario does not say from which day it is seen", "add 'as_of: 2025-03-31'");
  } else if (sections.as_of->text == "latest") {
    diagnostics.error(sections.as_of->where(), "there is no latest publication (no table has a dated row)",
                      "write a date like 2025-03-31");
  }
  throw InputError(diagnostics.found());
}

constexpr Field<Reading, Source> source_fields[] = {
    {"title", Presence::required, "text", [](Reading&, const Node& v, Source& s) { s.title = text_of(v); },
     "what it is called"},
    {"published", Presence::required, "text",
     [](Reading&, const Node& v, Source& s) { s.published = read_date(text_of(v)); },
     "the day on which it became public"},
};

void read_list_items(Reading& reading, const Node& list, std::vector<StructureItem>& items) {
  for (const Entry& entry : as_map(list).entries) {
    StructureItem item{entry.key, entry.place.location(), {}};
    guarded(entry.value.where(), reading.diagnostics, [&] {
      if (entry.value.is_empty()) return;
      for (const Entry& attribute : as_map(entry.value).entries) {
        guarded(attribute.value.where(), reading.diagnostics, [&] {
          item.attributes[attribute.key] = {text_of(attribute.value), attribute.value.where()};
        });
      }
    });
    items.push_back(std::move(item));
  }
}

}  // namespace

Sections find_sections(const Node& tree, Diagnostics& diagnostics) {
  Context context{diagnostics};
  Sections sections;
  read_fields(context, tree, "a scenario", section_fields, sections);
  return sections;
}

Header read_header(const Sections& sections, const std::filesystem::path& scenario, const ReadOptions& options,
                   Diagnostics& diagnostics) {
  check_model(sections.model, options, diagnostics);
  Header header{{}, {}, read_calendar(sections, options, diagnostics), {}};
  if (sections.data != nullptr) {
    guarded(sections.data->where(), diagnostics,
            [&] { read_tables(*sections.data, scenario, options, diagnostics, header); });
  }
  header.as_of = read_as_of(sections, header.tables, options, diagnostics);
  return header;
}

void read_sources(Reading& reading, const Node& sources) {
  for (const auto& [id, place, value] : as_map(sources).entries) {
    Source source{id, {}, {}};
    read_fields(reading, value, "a source", source_fields, source);
    reading.sources.emplace(id, std::move(source));
  }
}

Structure read_structure(Reading& reading, const Node& structure) {
  Structure read;
  for (const Entry& list : as_map(structure).entries) {
    guarded(list.value.where(), reading.diagnostics,
            [&] { read_list_items(reading, list.value, read.lists[list.key]); });
  }
  return read;
}

namespace {

/// `first_matters`: a range has to start with the first quarter forecast.
int read_quarters(const Reading& reading, const Node& horizon, bool first_matters) {
  const Horizon written = read_horizon(text_of(horizon), reading.calendar);
  if (!written.first) return written.quarters;
  const int quarters = *written.last - *written.first + 1;
  if (!first_matters || *written.first == reading.first() || reading.history_failed) return quarters;
  throw ValueError(fmt::format("the first quarter forecast on {} is {}, not {}", to_string(reading.as_of),
                               to_string(reading.first()), to_string(*written.first)),
                   fmt::format("start with {}, or write '{} quarters'", to_string(reading.first()), quarters));
}

}  // namespace

void read_horizon_section(Reading& reading, const Sections& sections, std::optional<int> instead) {
  reading.horizon_failed = true;
  if (sections.horizon == nullptr && !instead) {
    throw ValueError("the scenario has no horizon", "add 'horizon: 8 quarters'");
  }
  const Node* own = sections.learnt_over != nullptr ? sections.learnt_over : sections.horizon;
  reading.quarters = instead ? *instead : read_quarters(reading, *sections.horizon, true);
  reading.learnt_quarters = own != nullptr ? read_quarters(reading, *own, false) : reading.quarters;
  reading.horizon_was_shortened = instead.has_value();
  reading.horizon_failed = false;
}

void add_section_words(Vocabulary& words) {
  words.add("scenario", section_fields);
  words.add("data", data_fields);
  words.add("table", table_fields, Vocabulary::Extent::whole);
  words.add("calendar", calendar_fields);
  words.add("source", source_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
