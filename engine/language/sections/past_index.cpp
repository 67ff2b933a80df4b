#include <engine/language/data/estimate_parts.hpp>
#include <engine/language/sections/formula_reader.hpp>
#include <engine/language/sections/past_index.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

using Term = Formula::Term;
using TermKind = Formula::Term::Kind;

/// Lines of the history, as a formula of them.
struct ReportedFigure {
  std::vector<Term> terms;
  SourceLocation where;
};

/// What an index is made of.
struct PastIndex {
  std::vector<ReportedFigure> reported;  ///< the first that is known in a quarter counts
  const Node* estimates = nullptr;
  const Node* over = nullptr;
};

void check_lines(const Reading& reading, const std::vector<Term>& terms) {
  for (const Term& term : terms) {
    const bool is_told_of = reading.history_failed || reading.unreadable.contains(term.metric);
    if (term.metric.empty() || reading.metric_units.contains(term.metric) || is_told_of) continue;
    throw ValueError(fmt::format("{} is no line of the history", in_quotes(term.metric)),
                     meant_or_all(term.metric, names_of(reading.metric_units)));
  }
}

constexpr Field<Reading, PastIndex> index_fields[] = {
    {"as_reported", Presence::optional, "texts",
     [](Reading& r, const Node& v, PastIndex& index) {
       for (const Node* text : texts_of(v)) {
         guarded(text->where(), r.diagnostics, [&] {
           auto terms = read_terms(text_of(*text));
           check_lines(r, terms);
           index.reported.push_back({std::move(terms), text->where()});
         });
       }
     },
     "lines of the history: acie, data_center - hyperscale, networking / compute; the first that is known counts"},
    {"estimates", Presence::optional, "[estimates]", note<&PastIndex::estimates>,
     "rows of tables instead, the newest for the time that holds the middle of a quarter"},
    {"over", Presence::optional, "[estimates]", note<&PastIndex::over>, "rows of tables by which it is divided"},
};

/// A value on a stack of values; nothing once something of it is not known.
using Known = std::optional<double>;

Known combined(TermKind kind, Known left, Known right) {
  if (!left || !right) return std::nullopt;
  switch (kind) {
    case TermKind::add:
      return *left + *right;
    case TermKind::subtract:
      return *left - *right;
    case TermKind::multiply:
      return *left * *right;
    default:
      return *right != 0.0 ? Known(*left / *right) : std::nullopt;
  }
}

/// A metric, or its change since the quarter before.
Known figure_of(const Term& term, const History& history, FiscalQuarter quarter) {
  const Known now = history.reported_at(term.metric, quarter);
  if (term.kind == TermKind::metric) return now;
  return combined(TermKind::subtract, now, history.reported_at(term.metric, quarter - 1));
}

Known value_in(const std::vector<Term>& terms, const History& history, FiscalQuarter quarter) {
  std::vector<Known> stack;
  for (const Term& term : terms) {
    if (term.kind == TermKind::number) {
      stack.emplace_back(term.number);
    } else if (term.kind == TermKind::metric || term.kind == TermKind::change) {
      stack.push_back(figure_of(term, history, quarter));
    } else if (term.kind == TermKind::negate) {
      stack.back() = combined(TermKind::subtract, 0.0, stack.back());
    } else {
      const Known right = stack.back();
      stack.pop_back();
      stack.back() = combined(term.kind, stack.back(), right);
    }
  }
  return stack.back();
}

/// The figure of each quarter, as far as it is known.
class QuarterFigures {
 public:
  QuarterFigures(Reading& reading, const PastIndex& index)
      : reading_(reading), index_(index), estimates_(rows(index.estimates)), over_(rows(index.over)) {}

  Known in(FiscalQuarter quarter) const {
    const Date middle = reading_.calendar.days_of(quarter).middle();
    Known figure = index_.estimates != nullptr ? estimates_.of(middle) : reported(quarter);
    if (index_.over != nullptr) figure = combined(TermKind::divide, figure, over_.of(middle));
    return figure;
  }

 private:
  std::vector<Estimate> rows(const Node* lists) {
    return lists != nullptr ? estimates_of(reading_, *lists) : std::vector<Estimate>{};
  }
  Known reported(FiscalQuarter quarter) const {
    for (const ReportedFigure& figure : index_.reported) {
      if (const Known value = value_in(figure.terms, reading_.history, quarter)) return value;
    }
    return std::nullopt;
  }

  Reading& reading_;
  const PastIndex& index_;
  FiguresOverTime estimates_;
  FiguresOverTime over_;
};

void check_above_zero(double figure, FiscalQuarter quarter) {
  if (figure > 0.0) return;
  throw ValueError(fmt::format("it is {:.6g} in {} (an index of the past is above zero)", figure, to_string(quarter)));
}

}  // namespace

std::vector<PastQuarter> read_past_index(Reading& reading, const Node& node, const std::string& driver, int quarters) {
  PastIndex index;
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(reading, node, "'past'", index_fields, index);
  if (reading.diagnostics.found().size() != before) return {};
  if (index.reported.empty() == (index.estimates == nullptr)) {
    throw ValueError("a past is made of one of 'as_reported' and 'estimates'", "write one of them");
  }
  const QuarterFigures figures(reading, index);
  if (reading.diagnostics.found().size() != before || reading.history_failed) return {};
  const Known now = figures.in(reading.last_reported);
  if (!now) {
    reading.notes.push_back(fmt::format("driver {} has no past: what it is measured by is not known of {}",
                                        in_quotes(driver), to_string(reading.last_reported)));
    return {};
  }
  check_above_zero(*now, reading.last_reported);
  std::vector<PastQuarter> past;
  double next = 1.0;
  for (FiscalQuarter quarter = reading.last_reported - 1; quarter >= reading.last_reported - quarters;
       quarter = quarter - 1) {
    if (const Known figure = figures.in(quarter)) {
      check_above_zero(*figure, quarter);
      next = *figure / *now;
    }
    past.push_back({.quarter = quarter, .index = next});
  }
  std::ranges::reverse(past);
  return past;
}

void add_past_index_words(Vocabulary& words) {
  words.add("past", index_fields);
}

}  // namespace wafercast::language
