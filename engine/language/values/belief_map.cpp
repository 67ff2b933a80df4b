#include <engine/language/values/belief_map.hpp>

#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace wafercast::language {
namespace {

constexpr std::string_view discrete_name = "discrete";
constexpr std::string_view metalog_name = "metalog";

/// The values of a list: texts, read one by one as amounts in the belief's unit or as plain numbers.
class Parameters {
 public:
  Parameters(const Node& list, const Unit& unit) : list_(list), unit_(unit) {}

  std::size_t count() const { return list_.items.size(); }
  double amount(std::size_t i) const { return read_value(text_of(list_.items[i]), unit_); }
  double number(std::size_t i) const { return read_number(text_of(list_.items[i])); }
  double positive(std::size_t i, double value) const {
    if (value > 0.0) return value;
    throw ValueError(fmt::format("{} must be above zero", in_quotes(list_.items[i].text)));
  }

 private:
  const Node& list_;
  const Unit& unit_;
};

/// A family that is written as a list of parameters.
struct Family {
  std::string_view name;
  std::string_view parameters;
  std::vector<std::size_t> counts;
  Belief (*read)(const Parameters&);
};

Belief read_beta(const Parameters& p) {
  const double alpha = p.positive(0, p.number(0));
  const double beta = p.positive(1, p.number(1));
  if (p.count() == 2) return Beta{alpha, beta, 0.0, 1.0};
  return Beta{alpha, beta, p.amount(2), p.amount(3)};
}

Belief read_student(const Parameters& p) {
  return StudentT{p.positive(0, p.number(0)), p.amount(1), p.positive(2, p.amount(2))};
}

const Family families[] = {
    {"normal",
     "[mean, sd]",
     {2},
     [](const Parameters& p) -> Belief {
       return Normal{p.amount(0), p.positive(1, p.amount(1))};
     }},
    {"lognormal",
     "[median, log_sd]",
     {2},
     [](const Parameters& p) -> Belief {
       return Lognormal{p.positive(0, p.amount(0)), p.positive(1, p.number(1))};
     }},
    {"uniform",
     "[a, b]",
     {2},
     [](const Parameters& p) -> Belief {
       return Uniform{p.amount(0), p.amount(1)};
     }},
    {"triangular",
     "[a, mode, b]",
     {3},
     [](const Parameters& p) -> Belief {
       return Triangular{p.amount(0), p.amount(1), p.amount(2)};
     }},
    {"pert",
     "[a, mode, b]",
     {3},
     [](const Parameters& p) -> Belief {
       return Pert{p.amount(0), p.amount(1), p.amount(2)};
     }},
    {"beta", "[alpha, beta] or [alpha, beta, a, b]", {2, 4}, read_beta},
    {"student", "[degrees, location, scale]", {3}, read_student},
};

Belief read_family(const Family& family, const Node& list, const Unit& unit) {
  const Parameters parameters(as_list(list), unit);
  if (std::find(family.counts.begin(), family.counts.end(), parameters.count()) == family.counts.end()) {
    throw ValueError(fmt::format("'{}' takes {}, not {} values", family.name, family.parameters, parameters.count()));
  }
  return family.read(parameters);
}

Belief read_discrete(const Node& map, const Unit& unit) {
  constexpr double rounding = 1e-9;
  Discrete discrete;
  double sum = 0.0;
  for (const Entry& entry : as_map(map).entries) {
    const double probability = read_probability(text_of(entry.value));
    discrete.at.emplace_back(read_value(entry.key, unit), probability);
    sum += probability;
  }
  if (std::abs(sum - 1.0) <= rounding) return discrete;
  throw ValueError(fmt::format("the probabilities sum to {:.6g}, not to 1", sum));
}

/// 0.05 for `p5`; nothing for other texts.
std::optional<double> quantile_level(std::string_view key) {
  if (key.size() < 2 || key[0] != 'p' || key[1] < '0' || key[1] > '9') return std::nullopt;
  double percent = 0.0;
  const auto [end, error] = std::from_chars(key.data() + 1, key.data() + key.size(), percent);
  if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
  return percent / 100.0;
}

bool is_quantile(const Entry& entry) {
  return quantile_level(entry.key).has_value();
}

Belief read_quantiles(const Node& map, const Unit& unit) {
  Quantiles quantiles;
  for (const Entry& entry : map.entries) {
    const auto level = quantile_level(entry.key);
    if (!level) throw ValueError(fmt::format("{} stands among quantiles", in_quotes(entry.key)), "write p5, p50, p95");
    if (*level <= 0.0 || *level >= 1.0)
      throw ValueError(fmt::format("{} is not between p0 and p100", in_quotes(entry.key)));
    quantiles.at.emplace_back(*level, read_value(text_of(entry.value), unit));
  }
  if (quantiles.at.size() < 3) throw ValueError("quantiles are three or more", "for two, write A to B (90%)");
  std::sort(quantiles.at.begin(), quantiles.at.end());
  const auto not_rising = [](const auto& a, const auto& b) { return a.first >= b.first || a.second >= b.second; };
  if (std::adjacent_find(quantiles.at.begin(), quantiles.at.end(), not_rising) == quantiles.at.end()) return quantiles;
  throw ValueError("the quantiles do not rise (a higher one must have a higher value)");
}

/// The names of families, also of those whose figures are read elsewhere.
std::vector<std::string> known_names() {
  std::vector<std::string> names;
  for (const Family& family : families) names.emplace_back(family.name);
  for (const auto name : {discrete_name, metalog_name, mixture_name, empirical_name, record_name})
    names.emplace_back(name);
  return names;
}

}  // namespace

bool is_belief_map(const Node& node) {
  const auto names = known_names();
  const auto belongs = [&](const Entry& entry) {
    return is_quantile(entry) || std::find(names.begin(), names.end(), entry.key) != names.end();
  };
  return node.is_map() && !node.entries.empty() && std::all_of(node.entries.begin(), node.entries.end(), belongs);
}

const Node* family_in(const Node& map, std::string_view name) {
  return map.is_map() && map.entries.size() == 1 && map.entries.front().key == name ? &map.entries.front().value
                                                                                    : nullptr;
}

Belief read_belief_map(const Node& map, const Unit& unit) {
  if (std::any_of(map.entries.begin(), map.entries.end(), is_quantile)) return read_quantiles(map, unit);
  if (map.entries.size() != 1) throw ValueError("a belief names one family", "for example {pert: [10, 12, 15]}");
  const auto& [name, place, value] = map.entries.front();
  for (const Family& family : families) {
    if (family.name == name) return read_family(family, value, unit);
  }
  if (name == discrete_name) return read_discrete(value, unit);
  if (name == metalog_name && !value.is_map())
    throw ValueError("a metalog is written by its quantiles", "write {p5: 1, p50: 2, p95: 4}");
  if (name == metalog_name) return read_quantiles(value, unit);
  throw ValueError(fmt::format("unknown kind of belief {}", in_quotes(name)), meant_or_all(name, known_names()));
}

void add_family_words(Vocabulary& words) {
  std::vector<KeyRule> rules;
  for (const Family& family : families) rules.push_back({family.name, Presence::optional, "[text]", family.parameters});
  rules.push_back({discrete_name, Presence::optional, "{text}", "values with probabilities that sum to 1"});
  rules.push_back({metalog_name, Presence::optional, "{text}", "quantiles: p5, p50, p95 or others, three or more"});
  rules.push_back(
      {mixture_name, Presence::optional, "[part]", "one of several beliefs, with probabilities that sum to 1"});
  rules.push_back({empirical_name, Presence::optional, "empirical", "the figures of a table's column"});
  rules.push_back({record_name, Presence::optional, "record", "from the company's own record"});
  words.add("belief", std::move(rules));
}

}  // namespace wafercast::language
