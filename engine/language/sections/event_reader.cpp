#include <engine/language/sections/belief_reader.hpp>
#include <engine/language/sections/effect_reader.hpp>
#include <engine/language/sections/event_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace wafercast::language {
namespace {

using Status = EventBelief::Status;

Status read_status(const std::string& text) {
  if (text == "uncertain") return Status::uncertain;
  if (text == "occurred") return Status::occurred;
  if (text == "did not occur") return Status::did_not_occur;
  throw ValueError(fmt::format("{} is not uncertain, occurred or did not occur", in_quotes(text)));
}

/// An event while it is read.
struct EventDraft {
  EventBelief event;
  const Node* window = nullptr;
  const Node* from = nullptr;
  const Node* probability = nullptr;
  const Node* hazard = nullptr;
  const Node* supposed = nullptr;
  const Node* require = nullptr;
  const Node* exclude = nullptr;
  Provenance provenance;
};

constexpr Field<Reading, EventDraft> event_fields[] = {
    {"status", Presence::optional, "text",
     [](Reading&, const Node& v, EventDraft& d) { d.event.status = read_status(text_of(v)); },
     "uncertain, occurred or did not occur"},
    {"window", Presence::optional, "text", note<&EventDraft::window>,
     "the days on which it may start, as in 2025-04..2026-03"},
    {"from", Presence::optional, "text", note<&EventDraft::from>,
     "the first day on which it may start, or the day on which it did"},
    {"probability", Presence::optional, "text", note<&EventDraft::probability>, "that it starts in its window"},
    {"hazard", Presence::optional, "text", note<&EventDraft::hazard>, "that it starts in a quarter, as in 8%/quarter"},
    {"lasts", Presence::optional, "belief",
     [](Reading& r, const Node& v, EventDraft& d) { d.event.lasts_quarters = read_belief(r, v, read_unit("quarter")); },
     "how long; for good when absent"},
    {"effects", Presence::optional, "[effect]",
     [](Reading& r, const Node& v, EventDraft& d) { d.event.effects = read_effects(r, v); }, "what it does to drivers"},
    {"require", Presence::optional, "texts", note<&EventDraft::require>,
     "events that must have started before; its chance is meant given them"},
    {"exclude", Presence::optional, "texts", note<&EventDraft::exclude>,
     "events of which only the first to start happens"},
    {"supposed", Presence::optional, "text", note<&EventDraft::supposed>,
     "the day on which it is supposed to start, or never"},
    {"sources", Presence::optional, "texts",
     [](Reading& r, const Node& v, EventDraft& d) { read_source_names(r, v, d.provenance); },
     "where the belief comes from"},
};

/// What is supposed of an event holds in forecast quarters: those before were as they were.
EventBelief::Supposed read_supposed(const Reading& reading, const std::string& text) {
  if (text == "never") return {};
  const Date day = read_time(reading, text).first;
  if (day < reading.first_day() && !reading.history_failed) {
    throw ValueError(fmt::format("{} is before the first quarter forecast, which starts on {}", in_quotes(text),
                                 to_string(reading.first_day())),
                     "an event of the past is stated under 'events', with 'status: occurred'");
  }
  return {day};
}

/// What the window would be without regard to the as-of date; nothing when the event states none.
std::optional<DateRange> written_window(const Reading& reading, const EventDraft& draft) {
  if (draft.window != nullptr && draft.from != nullptr) throw ValueError("an event has one of 'window' and 'from'");
  if (draft.window != nullptr) {
    return read_window(text_of(*draft.window), reading.calendar, reading.last_reported, reading.as_of, reading.end());
  }
  if (draft.from == nullptr) return std::nullopt;
  const std::string& text = text_of(*draft.from);
  if (text == "as_of") return DateRange{reading.as_of, std::max(reading.end(), reading.as_of + std::chrono::days(1))};
  const DateRange time = read_time(reading, text);
  // With a hazard it may start at any later time; a probability says that it starts then.
  if (draft.hazard == nullptr) return time;
  return DateRange{time.first, std::max(reading.end(), time.first + std::chrono::days(1))};
}

std::string why_no_window(const Reading& reading, const Node& node) {
  const auto first = reading.not_yet.find(name_of_place(node));
  if (first == reading.not_yet.end()) return "an event needs 'window' or 'from'";
  return fmt::format("nothing is believed on the as-of date {} (the first dated belief is of {})",
                     to_string(reading.as_of), to_string(first->second));
}

void set_occurred(const Reading& reading, const Node& node, const std::optional<DateRange>& window,
                  EventBelief& event) {
  if (!window) throw ValueError(why_no_window(reading, node), "add the day on which it occurred, as 'from'");
  event.window = {window->first, window->first + std::chrono::days(1)};
  if (window->first <= reading.as_of) return;
  throw ValueError(fmt::format("the event has not occurred yet (it starts on {}, after the as-of date {})",
                               to_string(window->first), to_string(reading.as_of)));
}

void set_chance(const Reading& reading, const EventDraft& draft, EventBelief& event) {
  if (draft.probability != nullptr && draft.hazard != nullptr) {
    throw ValueError("an event has one of 'probability' and 'hazard' (both are written)",
                     "keep 'probability' for the whole window, or 'hazard' for each quarter");
  }
  if (draft.probability == nullptr && draft.hazard == nullptr) {
    throw ValueError("an uncertain event needs one of 'probability' and 'hazard'");
  }
  const Node& chance = draft.hazard != nullptr ? *draft.hazard : *draft.probability;
  guarded(chance.where(), reading.diagnostics, [&] {
    event.chance = draft.hazard != nullptr ? EventBelief::Chance::per_quarter : EventBelief::Chance::over_window;
    event.probability = draft.hazard != nullptr ? read_hazard(text_of(chance)) : read_probability(text_of(chance));
  });
}

/// An event that has not started by the as-of date can only start after it.
void set_uncertain(const Reading& reading, const Node& node, std::optional<DateRange> window, const EventDraft& draft,
                   EventBelief& event) {
  if (!window) throw ValueError(why_no_window(reading, node), "write it like as_of..end or 2025-04..2026-03");
  if (window->last <= reading.as_of && !reading.history_failed) {
    throw ValueError(fmt::format("the window ended on {}, before the as-of date {}",
                                 to_string(window->last - std::chrono::days(1)), to_string(reading.as_of)),
                     "add 'status: occurred' or 'status: did not occur'");
  }
  event.window = {std::max(window->first, reading.as_of), window->last};
  set_chance(reading, draft, event);
}

std::vector<std::string> read_other_events(const Reading& reading, const std::string& own, const Node& names) {
  std::vector<std::string> others;
  for (const Node* name : texts_of(names)) {
    guarded(name->where(), reading.diagnostics, [&] {
      if (name->text == own) throw ValueError("an event that depends on itself");
      if (std::ranges::find(reading.event_names, name->text) == reading.event_names.end()) {
        throw ValueError(fmt::format("unknown event {}", in_quotes(name->text)),
                         meant_or_all(name->text, reading.event_names));
      }
      others.push_back(name->text);
    });
  }
  return others;
}

/// Events that wait for each other would never start.
void refuse_circles(const Reading& reading, const std::vector<EventBelief>& events) {
  const auto find = [&](const std::string& name) { return std::ranges::find(events, name, &EventBelief::name); };
  for (const EventBelief& event : events) {
    std::set<std::string> before;
    std::vector<std::string> open = event.require;
    while (!open.empty()) {
      const std::string name = open.back();
      open.pop_back();
      if (name == event.name) {
        reading.diagnostics.error(event.where, fmt::format("event {} requires itself, in a circle", in_quotes(name)),
                                  "take one 'require' out");
        return;
      }
      if (!before.insert(name).second || find(name) == events.end()) continue;
      open.insert(open.end(), find(name)->require.begin(), find(name)->require.end());
    }
  }
}

void set_window(const Reading& reading, const Node& node, EventDraft& draft) {
  std::optional<DateRange> window;
  const Node* written = draft.window != nullptr ? draft.window : draft.from;
  bool readable = true;
  if (written != nullptr) {
    readable = false;
    guarded(written->where(), reading.diagnostics, [&] {
      window = written_window(reading, draft);
      readable = true;
    });
  }
  if (!readable) {
    if (draft.event.status == Status::uncertain) set_chance(reading, draft, draft.event);
    return;
  }
  switch (draft.event.status) {
    case Status::uncertain:
      return set_uncertain(reading, node, window, draft, draft.event);
    case Status::occurred:
      return set_occurred(reading, node, window, draft.event);
    case Status::did_not_occur:
      draft.event.window = window.value_or(DateRange{reading.as_of, reading.as_of});
  }
}

}  // namespace

std::vector<EventBelief> read_events(Reading& reading, const Node& events) {
  std::vector<EventBelief> beliefs;
  for (const Entry& entry : as_map(events).entries) {
    EventDraft draft;
    draft.event.name = entry.key;
    draft.event.where = entry.place.location();
    read_fields(reading, entry.value, fmt::format("event {}", in_quotes(entry.key)), event_fields, draft);
    if (!entry.value.is_map()) continue;
    guarded(entry.place.location(), reading.diagnostics, [&] { set_window(reading, entry.value, draft); });
    if (draft.supposed != nullptr) {
      guarded(draft.supposed->where(), reading.diagnostics,
              [&] { draft.event.supposed = read_supposed(reading, text_of(*draft.supposed)); });
    }
    for (const auto& [names, others] :
         {std::pair{draft.require, &draft.event.require}, {draft.exclude, &draft.event.exclude}}) {
      if (names != nullptr) *others = read_other_events(reading, entry.key, *names);
    }
    draft.event.provenance = draft.provenance.lines();
    beliefs.push_back(std::move(draft.event));
  }
  refuse_circles(reading, beliefs);
  return beliefs;
}

void check_written_events(const Reading& reading, const Node& events) {
  Reading late = without_as_of(reading);
  for (const auto& [name, place, node] : events.entries) {
    if (!node.is_map()) continue;  // reported when it is read
    for (const Node& written : as_written(node)) {
      EventDraft draft;
      read_given_fields(late, written, fmt::format("event {}", in_quotes(name)), event_fields, draft);
      if (draft.probability != nullptr) {
        guarded(draft.probability->where(), late.diagnostics, [&] { read_probability(text_of(*draft.probability)); });
      }
      if (draft.hazard != nullptr) {
        guarded(draft.hazard->where(), late.diagnostics, [&] { read_hazard(text_of(*draft.hazard)); });
      }
    }
  }
}

void add_event_words(Vocabulary& words) {
  words.add("event", event_fields);
}

}  // namespace wafercast::language
