#include <engine/core/figure_text.hpp>
#include <engine/language/data/guidance_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast::language {
namespace {

struct Outlook {
  std::optional<FiscalQuarter> quarter;
  const Node* metrics = nullptr;
  const Node* sources = nullptr;
};

constexpr Field<Reading, Outlook> guidance_fields[] = {
    {"quarter", Presence::required, "text",
     [](Reading&, const Node& v, Outlook& o) {
       o.quarter = parse_fiscal_quarter(trimmed(text_of(v)));
       if (!o.quarter) throw ValueError(fmt::format("{} is not a fiscal quarter", in_quotes(v.text)), "write FY26Q1");
     },
     "the fiscal quarter that it is for"},
    {"metrics", Presence::required, "{text}", note<&Outlook::metrics>, "what it says, as in revenue: 43bn USD ± 2%"},
    {"sources", Presence::required, "texts", note<&Outlook::sources>, "where it was given: the newest is its day"},
};

/// `43bn USD ± 2%`: the middle counts. How far a company misses its outlook is learnt from its record, not from the
/// range that it gives.
double read_middle(std::string_view text, const Unit& unit) {
  for (const std::string_view sign : {"±", "+/-", "+-"}) text = text.substr(0, std::min(text.find(sign), text.size()));
  return read_value(trimmed(text), unit);
}

/// An outlook by hand has no column whose record it could be held against, and nobody to say that it is meant: only
/// what is of another order than the newest reported figure, as 43 for 43bn, is refused.
void check_size(const Reading& reading, const std::string& metric, double outlook, const Unit& unit) {
  constexpr double beyond_all_growth = 100.0;
  const auto reported = reading.history.reported.find(metric);
  if (reported == reading.history.reported.end() || reported->second.empty() || unit.is_plain_number()) return;
  const double newest = reported->second.rbegin()->second;
  const double ratio = outlook / newest;
  if (newest == 0.0 || (std::abs(ratio) < beyond_all_growth && std::abs(ratio) > 1.0 / beyond_all_growth)) return;
  throw ValueError(
      fmt::format("an outlook of {} where {} was reported", figure_text(outlook, unit), figure_text(newest, unit)),
      "write its unit, as in 43bn USD");
}

void read_outlook(Reading& reading, const Node& node) {
  Outlook outlook;
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(reading, node, "guidance", guidance_fields, outlook);
  if (reading.diagnostics.found().size() != before) return;
  std::optional<Date> day;
  guarded(outlook.sources->where(), reading.diagnostics, [&] { day = newest_source(reading, *outlook.sources); });
  for (const Entry& entry : as_map(*outlook.metrics).entries) {
    guarded(entry.place.location(), reading.diagnostics, [&] {
      const auto unit = reading.metric_units.find(entry.key);
      if (unit == reading.metric_units.end()) {
        throw ValueError(fmt::format("there is no metric {} in the history", in_quotes(entry.key)),
                         meant(entry.key, names_of(reading.metric_units)));
      }
      const double middle = read_middle(text_of(entry.value), unit->second);
      check_size(reading, entry.key, middle, unit->second);
      if (day && *day <= reading.guided_until) reading.history.guided[entry.key][*outlook.quarter] = middle;
    });
  }
}

}  // namespace

void read_guidance(Reading& reading, const Node& guidance) {
  if (!guidance.is_list()) return read_outlook(reading, guidance);
  for (const Node& node : guidance.items) {
    guarded(node.where(), reading.diagnostics, [&] { read_outlook(reading, node); });
  }
}

void add_guidance_words(Vocabulary& words) {
  words.add("guidance", guidance_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
