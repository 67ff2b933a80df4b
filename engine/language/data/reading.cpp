#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {

const DataTable* Background::table(const Node& name) const {
  const auto found = tables->find(text_of(name));
  if (found == tables->end()) {
    throw ValueError(fmt::format("unknown table {}", in_quotes(name.text)), meant_or_all(name.text, names_of(*tables)));
  }
  return found->second ? &*found->second : nullptr;
}

Reading without_as_of(const Reading& reading) {
  Reading late = reading;
  late.as_of = Date(std::chrono::year(9999) / std::chrono::January / 1);
  return late;
}

std::vector<Node> as_written(const Node& map) {
  std::vector<Node> maps{map};
  maps.front().erase("dated");
  const Node* dated = map.find("dated");
  for (const Node& item : dated != nullptr ? dated->items : std::vector<Node>{}) {
    if (!item.is_map()) continue;
    maps.push_back(item);
    maps.back().erase("since");
  }
  return maps;
}

DateRange read_time(const Reading& reading, const std::string& label) {
  if (const auto quarters = read_relative_quarter(label))
    return reading.calendar.days_of(reading.last_reported + *quarters);
  return read_period(label, reading.calendar);
}

std::vector<std::string> Provenance::lines() const {
  constexpr std::size_t most = 4;
  auto newest_first = lines_;
  std::stable_sort(newest_first.begin(), newest_first.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> lines;
  for (const auto& [date, title] : newest_first) {
    std::string line = fmt::format("{} ({})", title, to_string(date));
    if (lines.size() < most && std::find(lines.begin(), lines.end(), line) == lines.end())
      lines.push_back(std::move(line));
  }
  return lines;
}

namespace {

const Source& find_source(const Reading& reading, const Node& name) {
  const auto found = reading.sources.find(name.text);
  if (found != reading.sources.end()) return found->second;
  throw ValueError(fmt::format("unknown source {}", in_quotes(name.text)),
                   meant_or_all(name.text, names_of(reading.sources)));
}

}  // namespace

Date newest_source(const Reading& reading, const Node& names) {
  Date newest{};
  for (const Node* name : texts_of(names)) newest = std::max(newest, find_source(reading, *name).published);
  return newest;
}

void read_source_names(Reading& reading, const Node& names, Provenance& provenance) {
  for (const Node* name : texts_of(names)) {
    guarded(name->where(), reading.diagnostics, [&] {
      const Source& source = find_source(reading, *name);
      if (source.published > reading.as_of) {
        throw ValueError(fmt::format("source '{}' was published on {}, after the as-of date {}", source.id,
                                     to_string(source.published), to_string(reading.as_of)),
                         "use what was known then, or date the belief with 'dated'");
      }
      provenance.add(source.published, source.title);
    });
  }
}

}  // namespace wafercast::language
