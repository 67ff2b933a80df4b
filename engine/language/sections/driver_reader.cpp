#include <engine/language/sections/belief_reader.hpp>
#include <engine/language/sections/driver_reader.hpp>
#include <engine/language/sections/estimates.hpp>
#include <engine/language/sections/past_reader.hpp>
#include <engine/language/sections/suppositions.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/belief_map.hpp>
#include <engine/language/values/same_value.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace wafercast::language {
namespace {

constexpr Field<Reading, Noise> noise_fields[] = {
    {"quarterly", Presence::required, "text",
     [](Reading&, const Node& v, Noise& noise) {
       noise.quarterly = read_number(text_of(v));
       if (noise.quarterly < 0.0) throw ValueError("a spread is not negative");
     },
     "the spread of one quarter's movement"},
    {"persistence", Presence::optional, "text",
     [](Reading&, const Node& v, Noise& noise) {
       noise.persistence = read_number(text_of(v));
       if (noise.persistence < 0.0 || noise.persistence >= 1.0)
         throw ValueError("persistence is at least 0 and below 1");
     },
     "how much of a movement is left a quarter later"},
};

/// The correlation that optimism at one knot carries to every other.
double read_shared(const std::string& text) {
  const double shared = read_number(text);
  if (shared >= 0.0 && shared <= 1.0) return shared;
  throw ValueError(fmt::format("{} is not a correlation from 0 to 1", in_quotes(text)));
}

Between read_between(const std::string& text) {
  if (text == "ramp") return Between::ramp;
  if (text == "step") return Between::step;
  if (text == "s-curve") return Between::s_curve;
  throw ValueError(fmt::format("{} is not ramp, step or s-curve", in_quotes(text)));
}

/// A driver while it is read.
struct DriverDraft {
  DriverBelief belief;
  bool has_unit = false;
  const Node* value = nullptr;
  const Node* path = nullptr;
  const Node* past = nullptr;
  const Node* suppose = nullptr;
  double times = 1.0;
  EstimateNodes estimates;
  Provenance provenance;
};

constexpr Field<Reading, DriverDraft> driver_fields[] = {
    {"unit", Presence::required, "text",
     [](Reading&, const Node& v, DriverDraft& d) {
       d.belief.unit = read_unit(text_of(v));
       d.has_unit = true;
     },
     "what its values are measured in"},
    {"value", Presence::optional, "belief", note<&DriverDraft::value>, "a number that is the same in every quarter"},
    {"path", Presence::optional, "{belief}", note<&DriverDraft::path>, "values at times"},
    {"estimates", Presence::optional, "[estimates]",
     [](Reading&, const Node& v, DriverDraft& d) { d.estimates.lists = &v; },
     "other people's dated estimates, from tables"},
    {"error", Presence::optional, "error", [](Reading&, const Node& v, DriverDraft& d) { d.estimates.error = &v; },
     "the error that estimates have"},
    {"beyond", Presence::optional, "beyond", [](Reading&, const Node& v, DriverDraft& d) { d.estimates.beyond = &v; },
     "how it goes on after the last estimate"},
    {"between", Presence::optional, "text",
     [](Reading&, const Node& v, DriverDraft& d) { d.belief.between = read_between(text_of(v)); },
     "what happens between knots: ramp, step or s-curve"},
    {"shared", Presence::optional, "text",
     [](Reading&, const Node& v, DriverDraft& d) { d.belief.shared = read_shared(text_of(v)); },
     "how far optimism at one knot carries to the others"},
    {"noise", Presence::optional, "noise",
     [](Reading& r, const Node& v, DriverDraft& d) { read_fields(r, v, "'noise'", noise_fields, d.belief.noise); },
     "movement from quarter to quarter"},
    {"times", Presence::optional, "text",
     [](Reading&, const Node& v, DriverDraft& d) {
       d.times = read_number(text_of(v));
       if (!(d.times > 0.0)) throw ValueError(fmt::format("{} is no factor above zero", in_quotes(text_of(v))));
     },
     "a factor on all that is believed of it"},
    {"past", Presence::optional, "text|past|[earlier belief]", note<&DriverDraft::past>,
     "what it was in reported quarters, apart from its path"},
    {"suppose", Presence::optional, "[supposition]", note<&DriverDraft::suppose>,
     "what holds from a time on, whatever is believed"},
    {"sources", Presence::optional, "texts",
     [](Reading& r, const Node& v, DriverDraft& d) { read_source_names(r, v, d.provenance); },
     "where the belief comes from"},
};

/// A path may say one thing twice, in two spellings of a time, as long as it is the same: `+0` meets every quarter
/// once.
bool is_said_already(const Entry& before, const Entry& entry, Date day, const Unit& unit) {
  if (same_value(before.value, entry.value, unit)) return true;
  throw ValueError(
      fmt::format("'{}' and '{}' stand at the same day {} and say different things ({} and {})", before.key, entry.key,
                  to_string(day), on_one_line(before.value), on_one_line(entry.value)),
      "keep one of them, or let both say the same");
}

void read_path(Reading& reading, const Node& path, DriverBelief& belief) {
  std::map<Date, const Entry*> said;
  for (const Entry& entry : as_map(path).entries) {
    std::optional<Date> day;
    guarded(entry.place.location(), reading.diagnostics, [&] { day = read_time(reading, entry.key).middle(); });
    guarded(entry.value.where(), reading.diagnostics, [&] {
      const WrittenBelief written = read_belief(reading, entry.value, belief.unit);
      if (!day) return;
      const auto [before, is_new] = said.emplace(*day, &entry);
      if (!is_new && is_said_already(*before->second, entry, *day, belief.unit)) return;
      belief.knots.push_back({entry.key, *day, written});
    });
  }
  std::sort(belief.knots.begin(), belief.knots.end(), [](const Knot& a, const Knot& b) { return a.day < b.day; });
}

[[noreturn]] void complain_of_ways(const Reading& reading, const Node& node, int ways) {
  if (ways > 1) throw ValueError("a driver has one of 'value', 'path' and 'estimates'");
  const auto first = reading.not_yet.find(name_of_place(node));
  if (first == reading.not_yet.end()) throw ValueError("a driver needs 'value', 'path' or 'estimates'");
  throw ValueError(fmt::format("nothing is believed on the as-of date {} (the first dated belief is of {})",
                               to_string(reading.as_of), to_string(first->second)),
                   "state an earlier belief, or one outside 'dated'");
}

void read_knots(Reading& reading, const Node& node, DriverDraft& draft) {
  const int ways = (draft.value != nullptr) + (draft.path != nullptr) + (draft.estimates.lists != nullptr);
  if (ways != 1) complain_of_ways(reading, node, ways);
  if (draft.estimates.lists == nullptr && (draft.estimates.error != nullptr || draft.estimates.beyond != nullptr)) {
    throw ValueError("'error' and 'beyond' belong to 'estimates'");
  }
  if (!draft.has_unit) return;
  if (draft.value != nullptr) {
    guarded(draft.value->where(), reading.diagnostics, [&] {
      const WrittenBelief written = read_belief(reading, *draft.value, draft.belief.unit);
      draft.belief.knots.push_back({"always", reading.first_day(), written});
    });
  } else if (draft.path != nullptr) {
    guarded(draft.path->where(), reading.diagnostics, [&] { read_path(reading, *draft.path, draft.belief); });
  } else {
    draft.belief.knots = knots_of_estimates(reading, draft.estimates, draft.belief.unit, draft.provenance);
  }
  for (Knot& knot : draft.belief.knots) knot.value.belief = scaled(knot.value.belief, draft.times);
}

/// Another course of a driver.
std::optional<Course> read_course(Reading& reading, const Node& node, const std::string& driver) {
  DriverDraft draft;
  draft.belief.name = driver;
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(reading, node, fmt::format("driver {}", in_quotes(driver)), driver_fields, draft);
  read_knots(reading, node, draft);
  if (reading.diagnostics.found().size() != before) return std::nullopt;
  if (draft.belief.knots.size() == 1) draft.belief.shared = 1.0;
  return draft.belief;
}

/// Nothing when problems, which are reported, leave no course.
std::optional<DriverBelief> read_driver(Reading& reading, const Entry& entry) {
  DriverDraft draft;
  draft.belief.name = entry.key;
  draft.belief.where = entry.place.location();
  read_fields(reading, entry.value, fmt::format("driver {}", in_quotes(entry.key)), driver_fields, draft);
  if (!entry.value.is_map()) return std::nullopt;
  guarded(entry.place.location(), reading.diagnostics, [&] { read_knots(reading, entry.value, draft); });
  draft.belief.provenance = draft.provenance.lines();
  const CourseReader read_another = [&](Reading& r, const Node& node) { return read_course(r, node, entry.key); };
  if (draft.past != nullptr && draft.has_unit) {
    guarded(draft.past->where(), reading.diagnostics,
            [&] { draft.belief.past = read_past(reading, *draft.past, entry, read_another); });
  }
  if (draft.suppose != nullptr && draft.has_unit) {
    guarded(draft.suppose->where(), reading.diagnostics,
            [&] { read_suppositions(reading, *draft.suppose, read_another, draft.belief); });
  }
  if (draft.belief.knots.empty()) return std::nullopt;
  const bool is_alone = draft.belief.knots.size() == 1 && draft.past == nullptr;
  if (is_alone) draft.belief.shared = 1.0;  // there is nothing to share with
  return std::move(draft.belief);
}

/// A path that begins in the last reported quarter was never meant to say that nothing moved before.
void note_paths_without_past(Reading& reading, const std::vector<DriverBelief>& beliefs) {
  if (!reading.conditioning || reading.conditioning->reported.empty()) return;
  const Date now = reading.calendar.days_of(reading.last_reported).first;
  std::vector<std::string> still;
  for (const DriverBelief& belief : beliefs) {
    if (belief.knots.size() > 1 && belief.past.empty() && belief.knots.front().day >= now) still.push_back(belief.name);
  }
  if (still.empty()) return;
  reading.notes.push_back(fmt::format("in the quarters from which one learns, nothing moved before {} of: {}",
                                      to_string(reading.last_reported), fmt::join(still, ", ")));
}

/// The belief that stands at the same place as it stood; nothing where it has to be read, and where a past could not be
/// known, which is noted again.
const DriverBelief* as_it_stood(const Entry& entry, std::size_t at, const EarlierDrivers* earlier) {
  if (earlier == nullptr || at >= earlier->section.entries.size()) return nullptr;
  const Entry& before = earlier->section.entries[at];
  const bool is_same = before.key == entry.key && same_as_written(before.value, entry.value);
  if (!is_same) return nullptr;
  const DriverBelief& belief = earlier->beliefs[at];
  return entry.value.find("past") != nullptr && belief.past.empty() ? nullptr : &belief;
}

}  // namespace

std::vector<DriverBelief> read_drivers(Reading& reading, const Node& drivers, const EarlierDrivers* earlier) {
  std::vector<DriverBelief> beliefs;
  const std::vector<Entry>& entries = as_map(drivers).entries;
  for (std::size_t at = 0; at < entries.size(); ++at) {
    if (const DriverBelief* stood = as_it_stood(entries[at], at, earlier)) {
      beliefs.push_back(*stood);
    } else if (auto belief = read_driver(reading, entries[at])) {
      beliefs.push_back(*std::move(belief));
    }
  }
  note_paths_without_past(reading, beliefs);
  return beliefs;
}

namespace {

/// A belief that needs data to be read, wherever they stand in it, is left to the day on which it is in force.
bool needs_data(const Node& value) {
  const auto needs = [](const Node& node) { return needs_data(node); };
  if (value.is_list()) return std::ranges::any_of(value.items, needs);
  return value.is_map() && (family_in(value, record_name) != nullptr || family_in(value, empirical_name) != nullptr ||
                            std::ranges::any_of(value.entries, needs, &Entry::value));
}

void check_values(const Reading& reading, const DriverDraft& draft, const Unit& unit) {
  const auto check = [&](const Node& value) {
    if (!needs_data(value)) guarded(value.where(), reading.diagnostics, [&] { read_belief(reading, value, unit); });
  };
  if (draft.value != nullptr) check(*draft.value);
  if (draft.path == nullptr || !draft.path->is_map()) return;
  for (const auto& [label, place, value] : draft.path->entries) {
    guarded(place.location(), reading.diagnostics, [&, &at = label] { read_time(reading, at); });
    check(value);
  }
}

}  // namespace

void check_written_drivers(const Reading& reading, const Node& drivers) {
  Reading late = without_as_of(reading);
  for (const auto& [name, place, node] : drivers.entries) {
    if (!node.is_map()) continue;  // reported when it is read
    for (const Node& written : as_written(node)) {
      DriverDraft draft;
      read_given_fields(late, written, fmt::format("driver {}", in_quotes(name)), driver_fields, draft);
      const auto unit = reading.driver_units.find(name);
      if (unit != reading.driver_units.end()) check_values(late, draft, unit->second);
    }
  }
}

void note_driver_units(Reading& reading, const Node& drivers) {
  for (const auto& [name, place, node] : drivers.entries) {
    const Node* written = node.find("unit");
    const auto unit = written != nullptr ? Unit::parse(written->text) : std::nullopt;
    if (unit) reading.driver_units.emplace(name, *unit);
  }
}

void add_driver_words(Vocabulary& words) {
  words.add("driver", driver_fields);
  words.add("noise", noise_fields);
}

}  // namespace wafercast::language
