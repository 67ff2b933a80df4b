#include <engine/language/data/estimate_rows.hpp>
#include <engine/language/data/metric_column.hpp>
#include <engine/language/data/statement_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast::language {
namespace {

struct WrittenStatement {
  std::string metric;
  std::optional<Period> period;
  const Node* value = nullptr;
  const Node* name = nullptr;
  const Node* estimates = nullptr;
  const Node* error = nullptr;
  const Node* sources = nullptr;
};

Period fiscal_period(const Reading& reading, std::string_view text) {
  if (const auto period = parse_fiscal_time(text, reading.calendar)) return *period;
  throw ValueError(fmt::format("{} is not a time", in_quotes(text)), "write it like FY27Q4, FY28 or CY2027");
}

/// `gross_margin[FY27Q4]`, or `cowos_wafers` where a table says for which time.
void read_subject(Reading& reading, const Node& node, WrittenStatement& written) {
  const std::string_view text = trimmed(text_of(node));
  const auto bracket = text.find('[');
  written.metric = std::string(trimmed(text.substr(0, bracket)));
  if (bracket == std::string_view::npos) return;
  if (!text.ends_with(']')) throw ValueError("']' is missing", "write it like revenue_growth_yoy[FY28]");
  written.period = fiscal_period(reading, trimmed(text.substr(bracket + 1, text.size() - bracket - 2)));
}

constexpr Field<Reading, WrittenStatement> statement_fields[] = {
    {"of", Presence::required, "text", read_subject,
     "the metric: gross_margin[FY27Q4], or without a period where a table has it"},
    {"name", Presence::optional, "text", note<&WrittenStatement::name>,
     "by which another scenario may remove it; 'of' when absent"},
    {"value", Presence::optional, "text", note<&WrittenStatement::value>, "what was said of it"},
    {"estimates", Presence::optional, "estimates", note<&WrittenStatement::estimates>,
     "the rows of a table in which it was said"},
    {"error", Presence::required, "text", note<&WrittenStatement::error>,
     "sd of what it may be wrong by: 5% of an amount, 0.7pt of a share"},
    {"sources", Presence::optional, "texts", note<&WrittenStatement::sources>, "who said it, and so when"},
};

double positive_error(const Node& node, const Unit& unit) {
  const double error = read_value(text_of(node), unit.is_plain_number() ? unit : Unit());
  if (error > 0.0) return error;
  throw ValueError("it is above zero");
}

StatementEvidence statement(const WrittenStatement& written, const Period& period, const SourceLocation& where,
                            Date said, double value, const Unit& unit) {
  const bool relative = !unit.is_plain_number();
  if (relative && value <= 0.0) throw ValueError("an amount that was stated is above zero");
  return {written.metric, period, where, said, value, unit, positive_error(*written.error, unit), relative};
}

void read_said(const Reading& reading, const WrittenStatement& written, std::vector<StatementEvidence>& all) {
  if (!written.period) throw ValueError("a statement says of which time", "write it like gross_margin[FY27Q4]");
  if (written.sources == nullptr) throw ValueError("a statement says who made it", "add 'sources'");
  const Date said = newest_source(reading, *written.sources);
  const Amount amount = read_amount(text_of(*written.value));
  const auto measured = Unit::parse(amount.suffix);
  if (!measured) throw ValueError(fmt::format("unknown unit {}", in_quotes(amount.suffix)));
  const Unit unit = base_unit(*measured);
  if (said > reading.beliefs_until) return;
  all.push_back(statement(written, *written.period, written.value->where(), said, in_unit(amount, unit), unit));
}

void read_rows(Reading& reading, const WrittenStatement& written, std::vector<StatementEvidence>& all) {
  if (written.period) throw ValueError("the table says of which time", "leave the period out of 'of'");
  const Node* unit_text = written.estimates->find("unit");
  const Unit unit = base_unit(unit_text != nullptr ? read_unit(text_of(*unit_text)) : Unit());
  auto list = read_estimate_list(reading, *written.estimates, unit, NoRows::nothing);
  if (!list) return;
  check_estimates(list->estimates, unit, reading.diagnostics);
  for (const Estimate& e : list->estimates) {
    guarded(e.where, reading.diagnostics, [&] {
      all.push_back(statement(written, fiscal_period(reading, e.label), e.where, e.published, e.mid, unit));
    });
  }
}

/// Of what was said of one thing, the newest counts; of two that were said on one day neither does.
void keep_newest(Reading& reading, std::vector<StatementEvidence>& statements) {
  std::ranges::stable_sort(statements, std::ranges::greater(), &StatementEvidence::said);
  std::vector<StatementEvidence> newest;
  for (StatementEvidence& s : statements) {
    const auto same = [&](const StatementEvidence& other) {
      return other.metric == s.metric && other.period == s.period;
    };
    const auto newer = std::ranges::find_if(newest, same);
    if (newer == newest.end()) {
      newest.push_back(std::move(s));
    } else if (newer->said == s.said && newer->value != s.value) {
      reading.diagnostics.error(s.where,
                                fmt::format("{} of {} is stated otherwise on the same day ({}:{})", s.metric,
                                            to_string(s.period), newer->where.file, newer->where.line),
                                "leave one of them out");
    }
  }
  statements = std::move(newest);
}

}  // namespace

void read_statements(Reading& reading, const Node& list) {
  std::vector<StatementEvidence> all;
  for (const Node& node : as_list(list).items) {
    guarded(node.where(), reading.diagnostics, [&] {
      const std::size_t before = reading.diagnostics.found().size();
      WrittenStatement written;
      read_fields(reading, node, "a statement", statement_fields, written);
      if (reading.diagnostics.found().size() != before) return;
      if ((written.value != nullptr) == (written.estimates != nullptr)) {
        throw ValueError("a statement has either a 'value' or 'estimates'", "write one of them");
      }
      if (written.value != nullptr) {
        guarded(written.value->where(), reading.diagnostics, [&] { read_said(reading, written, all); });
      } else {
        read_rows(reading, written, all);
      }
    });
  }
  keep_newest(reading, all);
  if (reading.conditioning) reading.conditioning->statements = std::move(all);
}

void add_statement_words(Vocabulary& words) {
  words.add("statement", statement_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
