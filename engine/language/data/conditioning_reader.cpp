#include <engine/core/figure_text.hpp>
#include <engine/core/run_limits.hpp>
#include <engine/language/data/conditioning_reader.hpp>
#include <engine/language/data/pool_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <type_traits>

namespace wafercast::language {
namespace {

/// A metric while its evidence is read: amounts are in its unit, those of money relative.
template <class Evidence>
struct ConditionDraft {
  const Reading& reading;
  Unit unit;  ///< of amounts
  Evidence evidence;
};

template <class Evidence>
struct DraftContext {
  Diagnostics& diagnostics;
  ConditionDraft<Evidence>& draft;
};

double above_zero(double value) {
  if (value > 0.0) return value;
  throw ValueError("it is above zero");
}

double within(const Node& node, double low, double high) {
  const double value = read_number(text_of(node));
  if (value >= low && value <= high) return value;
  throw ValueError(fmt::format("it lies between {:g} and {:g}", low, high));
}

void known_metric(const Reading& reading, const std::string& metric) {
  if (reading.history.reported.contains(metric)) return;
  throw ValueError(fmt::format("no reported history of {}", in_quotes(metric)),
                   meant_or_all(metric, names_of(reading.history.reported)));
}

/// Whether the figures of a charge could not be read, which was reported.
bool is_unreadable(const Reading& reading, const Charge& charge) {
  return reading.unreadable.contains(charge.amount) || reading.unreadable.contains(charge.over);
}

template <class Evidence>
void read_charge(DraftContext<Evidence>& context, const Node& node, Evidence& evidence) {
  const auto& parts = as_list(node).items;
  if (parts.size() != 2) throw ValueError("write [charge, what it is a part of], both reported metrics");
  evidence.charge = {text_of(parts[0]), text_of(parts[1])};
  const Reading& reading = context.draft.reading;
  known_metric(reading, evidence.charge.amount);
  known_metric(reading, evidence.charge.over);
  if (is_unreadable(reading, evidence.charge)) return;
  const Unit& amount = reading.metric_units.at(evidence.charge.amount);
  const Unit& over = reading.metric_units.at(evidence.charge.over);
  if (amount.same_dimension(over)) return;
  throw ValueError(fmt::format("{} is measured in '{}', and {}, of which it is a part, in '{}'", evidence.charge.amount,
                               amount.text(), evidence.charge.over, over.text()));
}

/// Reports the figures of a part in the quarters in which they are too large for their whole.
void refuse_part(const Reading& reading, const std::string& part, const std::string& of,
                 const std::function<bool(FiscalQuarter, double part)>& is_too_large) {
  const auto cells = reading.cells.find(part);
  if (cells == reading.cells.end()) return;
  for (const auto& [quarter, where] : cells->second) {
    const double amount = reading.history.reported.at(part).at(quarter);
    if (!is_too_large(quarter, amount)) continue;
    reading.diagnostics.error(where,
                              fmt::format("{} of {} is {}, more than can be a part of {}", part, to_string(quarter),
                                          figure_text(amount, reading.metric_units.at(part)), of),
                              "correct the cell");
  }
}

/// A margin without the charge that struck it is below one: else the charge is too large, or has the other sign.
template <class Evidence>
void check_without(const Reading& reading, const Evidence& evidence) {
  if (evidence.relative || evidence.charge.amount.empty() || is_unreadable(reading, evidence.charge)) return;
  refuse_part(reading, evidence.charge.amount, evidence.charge.over, [&](FiscalQuarter quarter, double amount) {
    const auto margin = reading.history.reported_at(evidence.metric, quarter);
    const auto over = reading.history.reported_at(evidence.charge.over, quarter);
    return margin && over && *margin + amount / *over > 1.0;
  });
}

void check_one_off(const Reading& reading, const TrendEvidence& trend) {
  if (trend.one_off.empty()) return;
  refuse_part(reading, trend.one_off, trend.metric, [&](FiscalQuarter quarter, double amount) {
    const auto whole = reading.history.reported_at(trend.metric, quarter);
    return whole && amount >= *whole;
  });
}

template <class Evidence>
void read_error(DraftContext<Evidence>& context, const Node& node, Evidence& evidence) {
  evidence.error = above_zero(read_value(text_of(node), context.draft.unit));
}

using ReportedContext = DraftContext<ReportedEvidence>;
constexpr Field<ReportedContext, ReportedEvidence> reported_fields[] = {
    {"error", Presence::required, "text", read_error<ReportedEvidence>, "sd of what the model may miss it by"},
    {"without", Presence::optional, "texts", read_charge<ReportedEvidence>, "[charge, what it is a part of]"},
};

/// Zero for the whole record.
int read_window_of_record(const std::string& text) {
  if (text == "all") return 0;
  const double quarters = read_value(text, read_unit("quarter"));
  if (quarters >= 2.0 && quarters <= 400.0 && quarters == std::floor(quarters)) return static_cast<int>(quarters);
  throw ValueError("a window is 'all', or 2 or more whole quarters", "write it like 12 quarters");
}

using TrendContext = DraftContext<TrendEvidence>;
constexpr Field<TrendContext, TrendEvidence> trend_fields[] = {
    {"surprise", Presence::required, "text",
     [](TrendContext&, const Node& v, TrendEvidence& t) { t.surprise = text_of(v); },
     "the driver that says how the outlook is met"},
    {"persistence", Presence::required, "texts",
     [](TrendContext&, const Node& v, TrendEvidence& t) {
       t.later.persistence.clear();
       for (const Node* kept : texts_of(v)) t.later.persistence.push_back(within(*kept, 0.0, 1.0));
     },
     "how much of it is left a quarter later; of several the average"},
    {"over", Presence::optional, "texts",
     [](TrendContext&, const Node& v, TrendEvidence& t) {
       t.later.windows.clear();
       for (const Node* window : texts_of(v)) t.later.windows.push_back(read_window_of_record(window->text));
     },
     "the record that it returns to the mean of: all, or 12 quarters; of several the average"},
    {"toward", Presence::required, "text",
     [](TrendContext& c, const Node& v, TrendEvidence& t) { t.later.toward = read_value(text_of(v), c.draft.unit); },
     "what it returns to, a quarter"},
    {"toward_quarters", Presence::required, "text",
     [](TrendContext&, const Node& v, TrendEvidence& t) { t.later.toward_quarters = within(v, 0.0, 1e6); },
     "quarters of record that the belief in 'toward' is worth"},
    {"error", Presence::required, "text", read_error<TrendEvidence>, "sd of a quarter's growth or change around it"},
    {"widening", Presence::optional, "text",
     [](TrendContext&, const Node& v, TrendEvidence& t) { t.widening = within(v, 0.0, 10.0); },
     "growth of that sd a quarter further ahead"},
    {"without", Presence::optional, "texts", read_charge<TrendEvidence>, "[charge, what it is a part of]"},
    {"one_off", Presence::optional, "text",
     [](TrendContext& c, const Node& v, TrendEvidence& t) {
       t.one_off = text_of(v);
       if (c.draft.reading.unreadable.contains(t.one_off)) return;
       if (!c.draft.reading.metric_units.contains(t.one_off)) {
         throw ValueError(fmt::format("there is no metric {} in the history", in_quotes(t.one_off)),
                          meant(t.one_off, names_of(c.draft.reading.metric_units)));
       }
     },
     "the reported metric that holds what was known to be gone in the next quarter"},
    {"pool", Presence::optional, "pool",
     [](TrendContext& c, const Node& v, TrendEvidence& t) { t.pool = read_pool(c.draft.reading, v); },
     "beliefs and record weigh what each has earned in past forecasts; absent: the trend alone is held against the "
     "run"},
};

template <class Evidence, std::size_t count>
std::vector<Evidence> read_evidence(Reading& reading, const Node& map, std::string_view what,
                                    const Field<DraftContext<Evidence>, Evidence> (&fields)[count]) {
  std::vector<Evidence> all;
  for (const Entry& entry : as_map(map).entries) {
    guarded(entry.value.where(), reading.diagnostics, [&] {
      known_metric(reading, entry.key);
      if (reading.unreadable.contains(entry.key)) return;
      const Unit unit = reading.metric_units.at(entry.key);
      const bool relative = !unit.same_dimension(Unit());
      ConditionDraft<Evidence> draft{reading, relative ? Unit() : unit, {}};
      draft.evidence.metric = entry.key;
      draft.evidence.where = entry.value.where();
      draft.evidence.relative = relative;
      DraftContext<Evidence> context{reading.diagnostics, draft};
      read_fields(context, entry.value, what, fields, draft.evidence);
      check_without(reading, draft.evidence);
      if constexpr (std::is_same_v<Evidence, TrendEvidence>) check_one_off(reading, draft.evidence);
      all.push_back(std::move(draft.evidence));
    });
  }
  return all;
}

constexpr Field<Reading, Conditioning> conditioning_fields[] = {
    {"quarters", Presence::optional, "text",
     [](Reading&, const Node& v, Conditioning& c) {
       const double quarters = within(v, 0.0, longest_window);
       if (quarters != std::floor(quarters)) throw ValueError("a number of quarters is whole");
       c.quarters = static_cast<int>(quarters);
     },
     "how long before the as-of date the model starts"},
    {"members", Presence::optional, "text",
     [](Reading&, const Node& v, Conditioning& c) {
       const double members = within(v, 512.0, 1e6);
       c.members = static_cast<std::int64_t>(members) / members_step * members_step;
     },
     "of the ensemble, rounded down to a multiple of 512"},
    {"reported", Presence::optional, "{reported}",
     [](Reading& r, const Node& v, Conditioning& c) { c.reported = read_evidence(r, v, "evidence", reported_fields); },
     "reported metrics, with the error to which the model should meet them"},
    {"trends", Presence::optional, "{trend}",
     [](Reading& r, const Node& v, Conditioning& c) { c.trends = read_evidence(r, v, "a trend", trend_fields); },
     "what the company's record says of the quarters to come"},
};

}  // namespace

Conditioning read_conditioning(Reading& reading, const Node& node) {
  Conditioning conditioning;
  conditioning.where = node.where();
  read_fields(reading, node, "'condition'", conditioning_fields, conditioning);
  return conditioning;
}

void add_conditioning_words(Vocabulary& words) {
  words.add("condition", conditioning_fields);
  words.add("reported", reported_fields);
  words.add("trend", trend_fields);
  add_pool_words(words);
}

}  // namespace wafercast::language
