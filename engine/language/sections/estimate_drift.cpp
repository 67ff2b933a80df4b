#include <engine/language/sections/estimate_drift.hpp>
#include <engine/language/values/value_text.hpp>
#include <engine/language/values/whole_number.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace wafercast::language {
namespace {

constexpr double days_per_quarter = 365.25 / 4.0;

// An estimate of what is almost there says nothing of a drift.
constexpr double shortest_lead = 0.5;

constexpr Field<Reading, DriftRule> drift_fields[] = {
    {"last", Presence::optional, "text",
     [](Reading&, const Node& v, DriftRule& rule) {
       rule.last = static_cast<int>(read_number(text_of(v)));
       if (rule.last < 1) throw ValueError("at least one outcome counts");
     },
     "how many of the newest outcomes count; 8 when absent"},
    {"zeros", Presence::optional, "text",
     [](Reading&, const Node& v, DriftRule& rule) {
       rule.zeros = read_number(text_of(v));
       if (rule.zeros < 0.0) throw ValueError("a number of outcomes is not negative");
     },
     "outcomes without drift that are supposed to have been seen before; 8 when absent"},
    {"revisions", Presence::optional, "text",
     [](Reading&, const Node& v, DriftRule& rule) { rule.revisions = read_flag(text_of(v)); },
     "true: the newest estimate of a time counts as its outcome even before the time has come"},
};

/// The drift that one outcome shows, and since when.
struct Slope {
  Date known;
  double per_quarter;
};

/// Fits log(outcome / estimate) = slope · lead through zero.
class SlopeFit {
 public:
  void add(double lead, double log_ratio) {
    if (lead < shortest_lead || !std::isfinite(log_ratio)) return;
    over_ += lead * log_ratio;
    squares_ += lead * lead;
  }
  void add_to(std::vector<Slope>& slopes, Date known) const {
    if (squares_ > 0.0) slopes.push_back({known, over_ / squares_});
  }

 private:
  double over_ = 0.0;
  double squares_ = 0.0;
};

double quarters_between(Date from, Date to) {
  return static_cast<double>((to - from).count()) / days_per_quarter;
}

/// What one time's estimates came to; nothing while that is not known.
const Estimate* outcome_of(const std::vector<Estimate>& estimates, const EstimatesByDay& facts, bool revisions) {
  const auto fact = facts.find(estimates.front().day);
  if (fact != facts.end()) return &newest_of(fact->second);
  const Estimate& newest = newest_of(estimates);
  return revisions || newest.published >= newest.period.last ? &newest : nullptr;
}

void add_slope(const std::vector<Estimate>& estimates, const EstimatesByDay& facts, bool revisions,
               std::vector<Slope>& slopes) {
  const Estimate* outcome = outcome_of(estimates, facts, revisions);
  if (outcome == nullptr) return;
  const Date told = std::min(outcome->published, outcome->day);  // what comes after the day is no lead
  SlopeFit fit;
  for (const Estimate& e : estimates) {
    if (e.published < outcome->published) fit.add(quarters_between(e.published, told), std::log(outcome->mid / e.mid));
  }
  fit.add_to(slopes, outcome->published);
}

/// The facts of the part of a total's period that was to come when it was published, and the day on which the last of
/// them was known; nothing while one is missing.
std::optional<std::pair<double, Date>> rest_that_came(const Estimate& total, const EstimatesByDay& facts) {
  double sum = 0.0, count = 0.0;
  double quarters = std::round(total.period.days() / days_per_quarter);
  Date known{};
  for (const auto& [day, group] : facts) {
    if (day < total.period.first || day >= total.period.last) continue;
    quarters -= 1.0;
    const Estimate& fact = newest_of(group);
    if (fact.published <= total.published) continue;
    sum += fact.mid;
    count += 1.0;
    known = std::max(known, fact.published);
  }
  if (quarters > 0.5 || count == 0.0) return std::nullopt;
  return std::pair(sum / count, known);
}

EstimatesByDay known_by(const EstimatesByDay& facts, Date day) {
  EstimatesByDay known;
  for (const auto& [of, group] : facts) {
    for (const Estimate& fact : group) {
      if (fact.published <= day) known[of].push_back(fact);
    }
  }
  return known;
}

void add_slopes_of_totals(const EstimateRecord& record, std::vector<Slope>& slopes) {
  std::map<std::pair<Date, Date>, std::pair<SlopeFit, Date>> by_period;
  for (const Estimate& total : record.totals) {
    const auto came = rest_that_came(total, record.facts);
    const auto rest = rest_of(total, known_by(record.facts, total.published));
    if (!came || !rest) continue;
    auto& [fit, known] = by_period[{total.period.first, total.period.last}];
    fit.add(lead_of(*rest), std::log(came->first / rest->mid));
    known = came->second;
  }
  for (const auto& [period, fitted] : by_period) fitted.first.add_to(slopes, fitted.second);
}

}  // namespace

DriftRule read_drift_rule(Reading& reading, const Node& node) {
  DriftRule rule;
  if (node.is_map()) {
    read_fields(reading, node, "'drift'", drift_fields, rule);
  } else if (text_of(node) != "own record") {
    throw ValueError(in_quotes(node.text) + " is no drift", "write 'own record', or a map of its rule");
  }
  return rule;
}

Drift drift_of(const EstimateRecord& record, const DriftRule& rule) {
  std::map<std::pair<std::string, Date>, std::vector<Estimate>> by_time;
  for (const Estimate& e : record.estimates) by_time[{e.part, e.day}].push_back(e);
  std::vector<Slope> slopes;
  for (const auto& [time, estimates] : by_time) add_slope(estimates, record.facts, rule.revisions, slopes);
  add_slopes_of_totals(record, slopes);
  std::ranges::stable_sort(slopes, std::ranges::greater(), &Slope::known);
  slopes.resize(std::min(slopes.size(), static_cast<std::size_t>(rule.last)));
  if (slopes.empty()) return {};
  const double count = static_cast<double>(slopes.size()) + rule.zeros;
  Drift drift;
  for (const Slope& slope : slopes) drift.per_quarter += slope.per_quarter / count;
  double squares = rule.zeros * drift.per_quarter * drift.per_quarter;
  for (const Slope& slope : slopes) squares += std::pow(slope.per_quarter - drift.per_quarter, 2);
  drift.error = std::sqrt(squares) / count;
  return drift;
}

std::optional<Estimate> rest_of(Estimate total, const EstimatesByDay& facts) {
  constexpr double least = 0.5;  // of what was known: a total that was overtaken says little
  const double quarters = std::round(total.period.days() / days_per_quarter);
  double known = 0.0, sum = 0.0;
  Date since = total.period.first;
  for (const auto& [day, group] : facts) {
    if (day < total.period.first || day >= total.period.last) continue;
    sum += newest_of(group).mid;
    known += 1.0;
    since = day + std::chrono::days(std::lround(days_per_quarter / 2.0));
  }
  const double left = quarters - known;
  if (left < 1.0) return std::nullopt;
  const double floor = known > 0.0 ? least * sum / known : 0.0;
  for (double* figure : {&total.low, &total.mid, &total.high}) {
    *figure = std::max((*figure * quarters - sum) / left, floor);
  }
  total.day = DateRange{since, total.period.last}.middle();
  return total;
}

const Estimate& newest_of(const std::vector<Estimate>& estimates) {
  return *std::ranges::max_element(estimates, {}, &Estimate::published);
}

double lead_of(const Estimate& estimate) {
  return std::max(0.0, quarters_between(estimate.published, estimate.day));
}

void add_drift_words(Vocabulary& words) {
  words.add("drift", drift_fields);
}

}  // namespace wafercast::language
