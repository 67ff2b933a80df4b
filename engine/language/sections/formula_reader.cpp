#include <engine/core/typographic.hpp>
#include <engine/language/sections/formula_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace wafercast::language {
namespace {

using Term = Formula::Term;
using TermKind = Formula::Term::Kind;

constexpr std::string_view formula_form = "write it like revenue + Δbacklog, or operating_income / revenue";

/// How far a number reaches with what stands directly behind it, up to a blank or a sign of the formula; the sign of an
/// exponent is part of the number.
std::size_t length_of_number(std::string_view text) {
  constexpr std::string_view digits = "0123456789.";
  constexpr std::array<std::string_view, 9> ends = {" ", "\t", "+", "*", "×", "/", "÷", "(", ")"};
  std::size_t at = std::min(text.find_first_not_of(digits), text.size());
  const std::string_view behind = text.substr(at);
  if (behind.starts_with("e-") || behind.starts_with("e+")) at += 2;
  const auto ends_at = [&](std::string_view rest) {
    return leading_dash(rest) > 0 || std::ranges::any_of(ends, [&](auto end) { return rest.starts_with(end); });
  };
  while (at < text.size() && !ends_at(text.substr(at))) ++at;
  return at;
}

/// A formula by recursive descent: sums of products of factors.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(with_plain_blanks(text)), rest_(trimmed(text_)) {}

  std::vector<Term> read() {
    if (rest_.empty()) throw ValueError("the formula is empty", std::string(formula_form));
    sum();
    if (!rest_.empty())
      throw ValueError(fmt::format("{} is not understood", in_quotes(rest_)), std::string(formula_form));
    return std::move(terms_);
  }

 private:
  void sum() {
    product();
    while (true) {
      if (take("+")) {
        product();
        push(TermKind::add);
      } else if (take_minus()) {
        product();
        push(TermKind::subtract);
      } else {
        return;
      }
    }
  }

  void product() {
    factor();
    while (true) {
      if (take("*") || take("×")) {
        factor();
        push(TermKind::multiply);
      } else if (take("/") || take("÷")) {
        factor();
        push(TermKind::divide);
      } else {
        return;
      }
    }
  }

  void factor() {
    constexpr int deepest = 32;
    if (++depth_ > deepest) throw ValueError("the formula is nested too deeply", "split it into two metrics");
    if (take_minus()) {
      factor();
      push(TermKind::negate);
    } else if (take("(")) {
      sum();
      if (!take(")")) throw ValueError("')' is missing", std::string(formula_form));
    } else if (take("Δ")) {
      terms_.push_back({TermKind::change, 0.0, name()});
    } else if (!rest_.empty() && (std::isdigit(static_cast<unsigned char>(rest_.front())) || rest_.front() == '.')) {
      number();
    } else {
      terms_.push_back({TermKind::metric, 0.0, name()});
    }
    --depth_;
  }

  /// A number with what stands directly behind it: 4, 25%, 3bn.
  void number() {
    const std::size_t end = length_of_number(rest_);
    const Amount amount = read_amount(rest_.substr(0, end));
    const auto unit = Unit::parse(amount.suffix);
    if (!unit) throw ValueError(fmt::format("unknown unit {}", in_quotes(amount.suffix)));
    terms_.push_back({TermKind::number, in_unit(amount, Unit()), {}});
    skip(end);
  }

  std::string name() {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    const auto end = std::min(rest_.find_first_not_of(letters), rest_.size());
    if (end == 0) {
      throw ValueError(rest_.empty() ? std::string("the formula ends too early")
                                     : fmt::format("{} is not the name of a metric", in_quotes(rest_)),
                       std::string(formula_form));
    }
    std::string name(rest_.substr(0, end));
    skip(end);
    return name;
  }

  void push(TermKind kind) { terms_.push_back({kind, 0.0, {}}); }

  bool take(std::string_view sign) {
    if (!rest_.starts_with(sign)) return false;
    skip(sign.size());
    return true;
  }

  void skip(std::size_t count) { rest_ = trimmed(rest_.substr(count)); }

  bool take_minus() {
    const std::size_t dash = leading_dash(rest_);
    skip(dash);
    return dash > 0;
  }

  std::string text_;
  std::string_view rest_;
  std::vector<Term> terms_;
  int depth_ = 0;
};

}  // namespace

std::vector<Term> read_terms(std::string_view text) {
  return Parser(text).read();
}

namespace {

constexpr Field<Reading, Formula> formula_fields[] = {
    {"formula", Presence::required, "text",
     [](Reading&, const Node& v, Formula& f) {
       f.text = text_of(v);
       f.terms = read_terms(f.text);
     },
     "how it follows from other metrics: revenue + Δbacklog"},
    {"unit", Presence::optional, "text", [](Reading&, const Node& v, Formula& f) { f.unit = read_unit(text_of(v)); },
     "what it is measured in; that of its metrics when absent"},
    {"title", Presence::optional, "text", [](Reading&, const Node& v, Formula& f) { f.title = text_of(v); },
     "what people call it"},
};

void check_name(const std::string& name) {
  const auto allowed = [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '_'; };
  if (!name.empty() && name.size() <= 40 && std::ranges::all_of(name, allowed)) return;
  throw ValueError(fmt::format("{} cannot be the name of a metric", in_quotes(name)),
                   "use small letters, digits and _");
}

}  // namespace

std::vector<Formula> read_formulas(Reading& reading, const Node& metrics) {
  constexpr std::size_t most = 100;
  std::vector<Formula> formulas;
  if (as_map(metrics).entries.size() > most) throw ValueError(fmt::format("more than {} metrics", most));
  for (const Entry& entry : metrics.entries) {
    Formula formula{entry.key, entry.key, {}, std::nullopt, {}, entry.place.location()};
    std::ranges::replace(formula.title, '_', ' ');
    guarded(entry.place.location(), reading.diagnostics, [&] { check_name(entry.key); });
    const std::size_t before = reading.diagnostics.found().size();
    if (entry.value.is_map()) {
      read_fields(reading, entry.value, fmt::format("metric {}", in_quotes(entry.key)), formula_fields, formula);
    } else {
      guarded(entry.value.where(), reading.diagnostics, [&] {
        formula.text = text_of(entry.value);
        formula.terms = read_terms(formula.text);
      });
    }
    if (reading.diagnostics.found().size() == before) formulas.push_back(std::move(formula));
  }
  return formulas;
}

void add_formula_words(Vocabulary& words) {
  words.add("formula", formula_fields);
}

}  // namespace wafercast::language
