#include <engine/language/sections/correlation_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>
#include <engine/uncertainty/student_tail.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

// More than these, in one file, would not be a belief that anyone holds: pairs that are named, and comparisons of names
// with patterns.
constexpr std::size_t most_pairs = 20'000;
constexpr std::size_t most_comparisons = 50'000'000;

struct WrittenCorrelation {
  const Node* between = nullptr;
  const Node* among = nullptr;
  std::optional<double> rank;
  std::optional<double> student;
  bool repair = false;
};

double read_rank(const Node& node) {
  const double rank = read_number(text_of(node));
  if (rank >= -1.0 && rank <= 1.0) return rank;
  throw ValueError(fmt::format("{} is not a correlation (−1 to 1)", in_quotes(node.text)));
}

/// `nearest`
bool read_repair(const Node& node) {
  if (text_of(node) == "nearest") return true;
  throw ValueError(fmt::format("{} is no way to repair correlations", in_quotes(node.text)), "write nearest");
}

constexpr Field<Reading, WrittenCorrelation> copula_fields[] = {
    {"student", Presence::required, "text",
     [](Reading&, const Node& v, WrittenCorrelation& w) {
       w.student = read_number(text_of(v));
       if (*w.student < StudentTail::fewest_degrees || *w.student > StudentTail::most_degrees) {
         throw ValueError(fmt::format("a copula of Student's has {:g} to {:g} degrees of freedom",
                                      StudentTail::fewest_degrees, StudentTail::most_degrees),
                          "write 4 for heavy tails, 10 for lighter ones");
       }
     },
     "degrees of freedom: the fewer, the more extremes come together"},
};

constexpr Field<Reading, WrittenCorrelation> correlation_fields[] = {
    {"between", Presence::optional, "[text]", note<&WrittenCorrelation::between>, "two drivers"},
    {"among", Presence::optional, "texts", note<&WrittenCorrelation::among>, "all pairs of these drivers"},
    {"rank", Presence::optional, "text", [](Reading&, const Node& v, WrittenCorrelation& w) { w.rank = read_rank(v); },
     "the rank correlation"},
    {"copula", Presence::optional, "copula",
     [](Reading& r, const Node& v, WrittenCorrelation& w) { read_fields(r, v, "a copula", copula_fields, w); },
     "how extremes come together: {student: 4}; the normal one when absent"},
    {"repair", Presence::optional, "text",
     [](Reading&, const Node& v, WrittenCorrelation& w) { w.repair = read_repair(v); },
     "nearest, alone: correlations that fit no joint distribution give way to the nearest that do"},
    {"why", Presence::optional, "text", [](Reading&, const Node& v, WrittenCorrelation&) { text_of(v); }, "the reason"},
};

using Names = std::vector<std::string>;

/// Stands for the drivers of the scenario; keeps count of the work.
class DriverNames {
 public:
  explicit DriverNames(const Names& names) : names_(names) {}

  /// The drivers that a name or pattern stands for.
  Names like(const Node& name) {
    const std::string& pattern = text_of(name);
    const bool is_pattern = pattern.find('*') != std::string::npos;
    Names found;
    for (const std::string& driver : names_) {
      comparisons_ += is_pattern ? pattern.size() * driver.size() : 1;
      if (is_pattern ? fits(pattern, driver) : pattern == driver) found.push_back(driver);
    }
    if (found.empty()) throw ValueError(fmt::format("no driver {}", in_quotes(pattern)), meant(pattern, names_));
    return found;
  }

  bool exhausted() const { return comparisons_ > most_comparisons; }

 private:
  const Names& names_;
  std::size_t comparisons_ = 0;
};

using Pair = std::pair<std::string, std::string>;

std::vector<Pair> pairs_between(const Node& between, DriverNames& drivers) {
  if (as_list(between).items.size() != 2) throw ValueError("'between' names two drivers", "for more, write 'among'");
  std::vector<Pair> pairs;
  for (const std::string& first : drivers.like(between.items[0])) {
    for (const std::string& second : drivers.like(between.items[1])) {
      if (first != second) pairs.emplace_back(first, second);
    }
  }
  if (pairs.empty()) throw ValueError("a driver's correlation with itself is 1");
  return pairs;
}

std::vector<Pair> pairs_among(Reading& reading, const Node& among, DriverNames& drivers) {
  Names members;
  for (const Node* name : texts_of(among)) {
    guarded(name->where(), reading.diagnostics, [&] {
      for (const std::string& driver : drivers.like(*name)) {
        if (std::find(members.begin(), members.end(), driver) == members.end()) members.push_back(driver);
      }
    });
  }
  std::vector<Pair> pairs;
  if (members.size() * members.size() > 2 * most_pairs)
    throw ValueError("more pairs of drivers than can be correlated");
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = i + 1; j < members.size(); ++j) pairs.emplace_back(members[i], members[j]);
  }
  return pairs;
}

/// Correlations by pair, in the order in which the pairs were first named.
class Pairs {
 public:
  void set(const Pair& pair, const WrittenCorrelation& written, const SourceLocation& where) {
    ++named_;
    const auto [found, is_new] = index_.emplace(Pair(std::minmax(pair.first, pair.second)), beliefs_.size());
    if (is_new) beliefs_.push_back({pair.first, pair.second, 0.0, where});
    CorrelationBelief& belief = beliefs_[found->second];
    if (const SourceLocation& other = belief.where; other.file != where.file) {
      throw ValueError(fmt::format("the correlation of '{}' and '{}' stands in {}:{}:{} already (parts do not change "
                                   "each other)",
                                   pair.first, pair.second, other.file, other.line, other.column),
                       "keep one");
    }
    belief.rank = *written.rank;
    belief.where = where;
    belief.student = written.student;
  }

  bool exhausted() const { return named_ > most_pairs; }
  std::vector<CorrelationBelief> take() { return std::move(beliefs_); }

  bool repair = false;

 private:
  std::vector<CorrelationBelief> beliefs_;
  std::map<Pair, std::size_t> index_;
  std::size_t named_ = 0;
};

void read_correlation(Reading& reading, const Node& node, DriverNames& drivers, Pairs& pairs) {
  WrittenCorrelation written;
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(reading, node, "a correlation", correlation_fields, written);
  if (reading.diagnostics.found().size() != before) return;
  if (written.repair) {
    if (node.entries.size() > 1) throw ValueError("'repair: nearest' is an entry by itself");
    pairs.repair = true;
    return;
  }
  if (!written.rank) throw ValueError("a correlation needs 'rank' (the rank correlation)");
  if ((written.between != nullptr) == (written.among != nullptr)) {
    throw ValueError("a correlation has one of 'between' and 'among'");
  }
  const Node& names = written.between != nullptr ? *written.between : *written.among;
  guarded(names.where(), reading.diagnostics, [&] {
    const auto named =
        written.between != nullptr ? pairs_between(names, drivers) : pairs_among(reading, names, drivers);
    for (const Pair& pair : named) pairs.set(pair, written, node.where());
  });
}

}  // namespace

Correlations read_correlations(Reading& reading, const Node& correlations, const std::vector<std::string>& drivers) {
  DriverNames names(drivers);
  Pairs pairs;
  for (const Node& node : as_list(correlations).items) {
    guarded(node.where(), reading.diagnostics, [&] { read_correlation(reading, node, names, pairs); });
    if (names.exhausted() || pairs.exhausted()) {
      reading.diagnostics.error(node.where(), "more correlations than can be read", "name fewer drivers");
      break;
    }
  }
  return {pairs.take(), pairs.repair};
}

void add_correlation_words(Vocabulary& words) {
  words.add("correlation", correlation_fields, Vocabulary::Extent::whole);
  words.add("copula", copula_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
