#pragma once

#include <engine/core/printable.hpp>
#include <engine/language/compose/dated.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/language/data/data_table.hpp>
#include <engine/language/syntax/syntax.hpp>
#include <engine/scenario/scenario.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace wafercast::language {

/// What is known about a scenario before its beliefs are read.
struct Background {
  FiscalCalendar calendar;
  Date as_of;
  Date reported_until;  ///< the as-of date, or an earlier day at which the history is cut
  Date guided_until;    ///< likewise of the outlook
  Date beliefs_until;   ///< likewise of what was said
  Figures reported_as;  ///< in place of what was told of quarters
  Figures guided_as;
  std::shared_ptr<const Tables> tables;
  NotYet not_yet;

  History history{};
  std::map<std::string, Unit> metric_units{};                              ///< in which the history holds each metric
  std::map<std::string, std::map<FiscalQuarter, SourceLocation>> cells{};  ///< of reported figures, by metric
  std::optional<Conditioning> conditioning{};
  std::set<std::string> unreadable{};  ///< metrics whose figures could not be read, which was reported
  bool history_failed = false;         ///< what follows from it cannot be judged
  bool horizon_failed = false;         ///< likewise
  FiscalQuarter last_reported{};
  int quarters = 1;                    ///< that are forecast
  int learnt_quarters = 1;             ///< of the scenario's own horizon, however many are shown
  bool horizon_was_shortened = false;  ///< by the caller: the scenario's own questions may then ask beyond it

  std::map<std::string, Source> sources{};
  std::map<std::string, Unit> driver_units{};
  std::vector<std::string> event_names{};
  std::vector<std::string> notes{};  ///< what could not be done for want of figures, for people

  FiscalQuarter first() const { return last_reported + 1; }
  FiscalQuarter last() const { return last_reported + quarters; }
  Date first_day() const { return calendar.days_of(first()).first; }
  /// Of the scenario's own horizon: where windows of events end, however much of it is shown.
  Date end() const { return calendar.days_of(last_reported + learnt_quarters).last; }

  /// A table by name; nothing when it could not be read, which was reported. Throws ValueError for an unknown name.
  const DataTable* table(const Node& name) const;
};

/// The same, and where problems go.
struct Reading : Background {
  Diagnostics& diagnostics;
};

/// The reading as it would be on a late day, on which all sources have been published: for what is written but not in
/// force.
Reading without_as_of(const Reading& reading);

/// A map as a file writes it, one by one: without its dated beliefs, and each of these.
std::vector<Node> as_written(const Node& map);

/// `+4` is four quarters after the last reported one, `+0` that quarter itself; all other times as everywhere. Throws
/// ValueError.
DateRange read_time(const Reading& reading, const std::string& label);

/// Lines about sources with their dates, to be shown newest first.
class Provenance {
 public:
  void add(Date date, const std::string& title) { lines_.emplace_back(date, printable_line(title)); }

  /// At most four lines, without repetition.
  std::vector<std::string> lines() const;

 private:
  std::vector<std::pair<Date, std::string>> lines_;
};

/// The day on which the newest of these sources was published; throws ValueError for an unknown one.
Date newest_source(const Reading& reading, const Node& names);

/// The `sources` of a belief: known, and published by the as-of date.
void read_source_names(Reading& reading, const Node& names, Provenance& provenance);

/// The keys of a map, for suggestions.
template <class Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

}  // namespace wafercast::language
