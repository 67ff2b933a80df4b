#include <engine/core/typographic.hpp>
#include <engine/language/data/metric_column.hpp>
#include <engine/language/sections/question_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

constexpr std::string_view question_form = "write P(metric[period] > number), or metric[period]";

/// Takes everything up to a character off the front, and the character with it.
std::string_view take_until(std::string_view& text, char end) {
  const auto at = text.find(end);
  if (at == std::string_view::npos) throw ValueError(fmt::format("'{}' is missing", end), std::string(question_form));
  const std::string_view taken = trimmed(text.substr(0, at));
  text = trimmed(text.substr(at + 1));
  return taken;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text = trimmed(text.substr(prefix.size()));
  return true;
}

Period read_question_period(std::string_view text, const Reading& reading) {
  if (const auto period = parse_period(text, reading.first(), reading.calendar)) return *period;
  throw ValueError(fmt::format("{} is not a period", in_quotes(text)), "write FY26Q1, FY26, +1 or FY+0");
}

/// A period is inside the horizon when its last quarter is: a year may have begun before.
void check_inside(const Period& period, const Reading& reading) {
  const FiscalQuarter last = period.last_quarter();
  if (reading.history_failed || reading.horizon_failed || (last >= reading.first() && last <= reading.last())) return;
  throw ValueError(fmt::format("{} is outside the horizon {}..{}", to_string(period), to_string(reading.first()),
                               to_string(reading.last())),
                   "ask about another period, or change the horizon");
}

struct ComparisonSign {
  std::string_view sign;
  Comparison comparison;
};

// The longer sign first, so that >= is not read as >.
constexpr ComparisonSign comparison_signs[] = {
    {">=", Comparison::at_least}, {"<=", Comparison::at_most}, {"≥", Comparison::at_least},
    {"≤", Comparison::at_most},   {">", Comparison::above},    {"<", Comparison::below},
};

Comparison take_comparison(std::string_view& text) {
  for (const auto& [sign, comparison] : comparison_signs) {
    if (take(text, sign)) return comparison;
  }
  throw ValueError("a comparison is missing", "write >, >=, < or <=");
}

double known_figure(const Reading& reading, bool guided, std::string_view metric_text) {
  const std::string metric(metric_text);
  const auto& series = guided ? reading.history.guided : reading.history.reported;
  const FiscalQuarter quarter = guided ? reading.first() : reading.last_reported;
  const auto figure =
      guided ? reading.history.guided_at(metric, quarter) : reading.history.reported_at(metric, quarter);
  if (figure) return *figure;
  if (reading.history_failed || reading.unreadable.contains(metric)) return 0.0;
  if (series.contains(metric) && !series.at(metric).empty()) {
    throw NotKnown(fmt::format("no {} figure for {} in {} is known on {}", guided ? "guided" : "reported",
                               in_quotes(metric), to_string(quarter), to_string(reading.as_of)));
  }
  throw ValueError(fmt::format("no {} figure for {} in {} is known on {}", guided ? "guided" : "reported",
                               in_quotes(metric), to_string(quarter), to_string(reading.as_of)),
                   meant(metric, names_of(series)));
}

/// One factor of a threshold: a number with or without a unit, or a known figure.
struct Factor {
  double value;
  bool is_share, is_amount;
  Unit unit;
};

Factor read_factor(const Reading& reading, std::string_view text) {
  for (const bool guided : {true, false}) {
    if (!take(text, guided ? "guided." : "reported.")) continue;
    const auto known = reading.metric_units.find(std::string(text));
    const Unit unit = known == reading.metric_units.end() ? Unit() : known->second;
    return {known_figure(reading, guided, text), unit.is_plain_number(), !unit.is_plain_number(), unit};
  }
  const Amount amount = read_amount(text);
  const auto unit = Unit::parse(amount.suffix);
  if (!unit) throw ValueError(fmt::format("unknown unit {}", in_quotes(amount.suffix)));
  const Unit base = base_unit(*unit);
  const bool is_share = amount.suffix == "%" || amount.suffix == "pt" || amount.suffix == "bp";
  const bool is_zero = amount.number == 0.0;
  return {in_unit(amount, base), is_share || is_zero, (!is_share && !amount.suffix.empty()) || is_zero, base};
}

/// A product of factors, at most one of which has a dimension.
Question::Threshold read_threshold(const Reading& reading, Comparison comparison, std::string_view written) {
  constexpr std::string_view times = "×";
  std::string product(written);
  for (auto at = product.find(times); at != std::string::npos; at = product.find(times, at)) {
    product.replace(at, times.size(), "*");
  }
  std::string_view text = product;
  Question::Threshold threshold{comparison, 1.0, false, false, Unit()};
  while (true) {
    const auto star = std::min(text.find('*'), text.size());
    const Factor factor = read_factor(reading, trimmed(text.substr(0, star)));
    threshold.value *= factor.value;
    threshold.is_share = threshold.is_share || factor.is_share;
    threshold.is_amount = threshold.is_amount || factor.is_amount;
    if (!factor.unit.is_plain_number()) {
      if (!threshold.unit.is_plain_number()) throw ValueError("a threshold is one amount times plain numbers");
      threshold.unit = factor.unit;
    }
    if (star == text.size()) return threshold;
    text.remove_prefix(star + 1);
  }
}

Question::Given read_one_given(const Reading& reading, std::string_view text) {
  const bool happened = !take(text, "not ");
  const std::string event(text);
  if (std::find(reading.event_names.begin(), reading.event_names.end(), event) == reading.event_names.end()) {
    throw ValueError(fmt::format("unknown event {}", in_quotes(event)), meant_or_all(event, reading.event_names));
  }
  return {event, happened};
}

/// `export_licence`, `tariff and not export_licence`
std::vector<Question::Given> read_given(const Reading& reading, std::string_view text) {
  constexpr std::string_view conjunction = " and ";
  std::vector<Question::Given> given;
  while (true) {
    const auto end = std::min(text.find(conjunction), text.size());
    given.push_back(read_one_given(reading, trimmed(text.substr(0, end))));
    const auto same = std::ranges::find(given, given.back().event, &Question::Given::event);
    if (same + 1 != given.end())
      throw ValueError(fmt::format("{} stands twice among what is given", in_quotes(given.back().event)));
    if (end == text.size()) return given;
    text.remove_prefix(end + conjunction.size());
  }
}

std::string read_metric(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
  if (!text.empty() && text.find_first_not_of(letters) == std::string_view::npos) return std::string(text);
  throw ValueError(fmt::format("{} is not the name of a metric", in_quotes(text)), std::string(question_form));
}

}  // namespace

std::optional<Question> read_question(const Reading& reading, const std::string& name, const Node& node) {
  const std::string plain = with_plain_blanks(text_of(node));
  std::string_view text = trimmed(plain);
  const bool is_probability = take(text, "P(");
  const std::string metric = read_metric(take_until(text, '['));
  const Period period = read_question_period(take_until(text, ']'), reading);
  Question question{name, node.text, node.where(), metric, period, std::nullopt};
  if (is_probability) {
    const auto close = text.rfind(')');
    if (close == std::string_view::npos) throw ValueError("')' is missing", std::string(question_form));
    std::string_view comparison = text.substr(0, close);
    text = trimmed(text.substr(close + 1));
    const Comparison sign = take_comparison(comparison);
    question.threshold = read_threshold(reading, sign, comparison);
  }
  if (take(text, "given ")) {
    question.given = read_given(reading, text);
    text = {};
  }
  if (!text.empty()) throw ValueError(fmt::format("{} is not understood", in_quotes(text)), std::string(question_form));
  if (reading.horizon_was_shortened && period.last_quarter() > reading.last()) return std::nullopt;
  check_inside(period, reading);
  return question;
}

}  // namespace wafercast::language
