#include <engine/core/sample_quantile.hpp>
#include <engine/language/data/estimate_rows.hpp>
#include <engine/language/sections/belief_reader.hpp>
#include <engine/language/sections/estimate_drift.hpp>
#include <engine/language/sections/estimates.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>
#include <engine/random/normal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace wafercast::language {
namespace {

constexpr double days_per_year = 365.25;

/// Errors of estimates, as standard deviations of the natural log.
struct EstimateError {
  double at_once = 0.0;
  double per_year = 0.0;
  std::optional<DriftRule> drift{};
};

double read_spread(const Node& node) {
  const double spread = read_number(text_of(node));
  if (spread >= 0.0) return spread;
  throw ValueError("a spread is not negative");
}

constexpr Field<Reading, EstimateError> error_fields[] = {
    {"at_once", Presence::optional, "text",
     [](Reading&, const Node& v, EstimateError& e) { e.at_once = read_spread(v); }, "the error that any estimate has"},
    {"per_year", Presence::optional, "text",
     [](Reading&, const Node& v, EstimateError& e) { e.per_year = read_spread(v); },
     "the error that grows with the square root of the years ahead"},
    {"drift", Presence::optional, "text|drift",
     [](Reading& r, const Node& v, EstimateError& e) { e.drift = read_drift_rule(r, v); },
     "own record: what comes exceeds estimates by as much a quarter of lead as it did so far"},
};

struct Beyond {
  const Node* growth = nullptr;
};

constexpr Field<Reading, Beyond> beyond_fields[] = {
    {"growth", Presence::required, "belief", note<&Beyond::growth>, "the yearly rate after the last estimate"},
};

using ByDay = EstimatesByDay;

/// Three digits with the letter that people write: 43.8k, 17.1bn.
std::string figure(double value) {
  for (const auto& [size, letter] : {std::pair{1e9, "bn"}, std::pair{1e6, "M"}, std::pair{1e3, "k"}}) {
    if (value >= size) return fmt::format("{:.3g}{}", value / size, letter);
  }
  return fmt::format("{:.3g}", value);
}

Belief certain_or_lognormal(double middle, double log_sd) {
  if (log_sd > 0.0) return Lognormal{middle, log_sd};
  return Constant{middle};
}

/// Median of the estimates for one day, moved by their drift where the day is still to be reported; their disagreement,
/// the error at once, the error that grows with the distance and that of the drift add in squares. The lows and
/// highs are read as about the 5 % and 95 % points, 1.64 sd from the middle.
Knot knot_of(const Reading& reading, const std::vector<Estimate>& estimates, const EstimateError& error,
             const Drift& drift) {
  std::vector<double> middles;
  double low = estimates.front().low, high = estimates.front().high;
  for (const Estimate& e : estimates) {
    middles.push_back(e.mid);
    low = std::min({low, e.low, e.mid});
    high = std::max({high, e.high, e.mid});
    if (std::min(e.low, e.mid) <= 0.0) reading.diagnostics.error(e.where, "an estimate that is not above zero");
  }
  const Estimate& last = newest_of(estimates);
  const double spread = high > low && low > 0.0 ? std::log(high / low) / 2.0 / 1.64 : 0.0;
  const double years = std::max(0.0, static_cast<double>((last.day - reading.as_of).count()) / days_per_year);
  const double lead = last.day >= reading.first_day() ? lead_of(last) : 0.0;
  const double drifts = drift.error * lead;
  const double log_sd = std::sqrt(spread * spread + error.at_once * error.at_once +
                                  error.per_year * error.per_year * years + drifts * drifts);
  const double middle = median_of(middles) * std::exp(drift.per_quarter * lead);
  const std::string text = fmt::format("{} ± {:.0f}%", figure(middle), 100.0 * std::expm1(1.64 * log_sd));
  return {last.label, last.day, {certain_or_lognormal(middle, log_sd), text, last.where}};
}

/// Of reported figures for one day the newest counts; two of the same day of publication must agree.
Knot exact_knot(const Reading& reading, const std::vector<Estimate>& facts) {
  const Estimate& last = newest_of(facts);
  for (const Estimate& fact : facts) {
    if (fact.published != last.published || fact.mid == last.mid) continue;
    reading.diagnostics.error(
        fact.where, fmt::format("another exact figure for {} than in line {}", in_quotes(last.label), last.where.line),
        "narrow 'where' to one of them");
  }
  return {last.label, last.day, {Constant{last.mid}, figure(last.mid) + " reported", last.where}};
}

/// The newest total of each period, as far as it is still to come.
void add_totals(const std::vector<Estimate>& totals, const ByDay& facts, ByDay& estimates) {
  std::map<std::pair<Date, Date>, std::vector<Estimate>> by_period;
  for (const Estimate& e : totals) by_period[{e.period.first, e.period.last}].push_back(e);
  for (const auto& [period, group] : by_period) {
    if (auto rest = rest_of(newest_of(group), facts)) estimates[rest->day].push_back(*std::move(rest));
  }
}

/// The yearly log growth: its middle and its sd.
Normal log_growth(const Reading& reading, const Node& node) {
  const WrittenBelief written = read_belief(reading, node, read_unit("fraction/year"));
  const auto log_rate = [](double rate) {
    if (rate <= -1.0) throw ValueError("growth is above -100%");
    return std::log1p(rate);
  };
  if (const auto* rate = std::get_if<Constant>(&written.belief)) return {log_rate(rate->value), 0.0};
  const auto* interval = std::get_if<Interval>(&written.belief);
  if (interval == nullptr) throw ValueError("growth is a number or an interval", "write it like 10% to 40%/year (80%)");
  const double low = log_rate(interval->low), high = log_rate(interval->high);
  return {(low + high) / 2.0, (high - low) / 2.0 / normal_quantile((1.0 + interval->coverage) / 2.0)};
}

Date years_later(Date day, int years) {
  using std::chrono::year_month_day;
  const year_month_day later = year_month_day(day) + std::chrono::years(years);
  return later.ok() ? Date(later) : Date(later.year() / later.month() / std::chrono::last);
}

/// A knot one, two and three years after the last, which keep the last one's own uncertainty and add the rate's. The
/// drift of estimates goes on.
void add_beyond(const Reading& reading, const Node& growth, const Drift& drift, std::vector<Knot>& knots) {
  Normal rate = log_growth(reading, growth);
  rate.mean += 4.0 * drift.per_quarter;
  rate.sd = std::hypot(rate.sd, 4.0 * drift.error);
  const Knot last = knots.back();
  const auto* spread = std::get_if<Lognormal>(&last.value.belief);
  const double middle = spread != nullptr ? spread->median : std::get<Constant>(last.value.belief).value;
  const double log_sd = spread != nullptr ? spread->log_sd : 0.0;
  for (int years = 1; years <= 3; ++years) {
    const Belief belief =
        certain_or_lognormal(middle * std::exp(years * rate.mean), std::hypot(log_sd, years * rate.sd));
    const Date day = years_later(last.day, years);
    knots.push_back(
        {to_string(day), day, {belief, fmt::format("{} after {}", growth.text, last.label), growth.where()}});
  }
}

/// Of a share it is told as an interval, whose shape stays within what the driver can be.
void tell_as_interval(Knot& knot) {
  const auto* spread = std::get_if<Lognormal>(&knot.value.belief);
  if (spread == nullptr) return;
  const double reach = normal_quantile(0.95) * spread->log_sd;
  const double half_way_to_all = spread->median < 1.0 ? (1.0 + spread->median) / 2.0 : HUGE_VAL;
  knot.value.belief =
      Interval{spread->median * std::exp(-reach), std::min(spread->median * std::exp(reach), half_way_to_all), 0.9};
}

/// All lists of a driver's estimates.
struct ReadLists {
  ByDay estimates;
  std::vector<Estimate> totals;
  EstimateRecord record;
  bool complete = true;  ///< no list is missing for a problem, which was reported
};

ReadLists read_lists(Reading& reading, const Node& lists, const Unit& unit, Provenance& provenance) {
  ReadLists read;
  std::vector<Estimate> all;
  for (const Node& node : as_list(lists).items) {
    std::optional<EstimateList> list;
    guarded(node.where(), reading.diagnostics, [&] { list = read_estimate_list(reading, node, unit); });
    read.complete = read.complete && list;
    if (!list) continue;
    for (Estimate& e : list->estimates) {
      provenance.add(e.published, e.source);
      all.push_back(e);
      if (list->total) {
        read.totals.push_back(std::move(e));
      } else {
        (list->exact ? read.record.facts : read.estimates)[e.day].push_back(std::move(e));
      }
    }
    if (list->exact) continue;
    std::ranges::move(list->record, std::back_inserter(list->total ? read.record.totals : read.record.estimates));
  }
  check_estimates(all, unit, reading.diagnostics);
  add_totals(read.totals, read.record.facts, read.estimates);
  return read;
}

}  // namespace

std::vector<Knot> knots_of_estimates(Reading& reading, const EstimateNodes& nodes, const Unit& unit,
                                     Provenance& provenance) {
  EstimateError error;
  if (nodes.error != nullptr) read_fields(reading, *nodes.error, "'error'", error_fields, error);
  Beyond beyond;
  if (nodes.beyond != nullptr) read_fields(reading, *nodes.beyond, "'beyond'", beyond_fields, beyond);
  const ReadLists read = read_lists(reading, *nodes.lists, unit, provenance);
  const Drift drift = error.drift ? drift_of(read.record, *error.drift) : Drift{};

  std::map<Date, Knot> by_day;
  for (const auto& [day, group] : read.record.facts) by_day.emplace(day, exact_knot(reading, group));
  for (const auto& [day, group] : read.estimates) {
    if (!by_day.contains(day)) by_day.emplace(day, knot_of(reading, group, error, drift));
  }
  std::vector<Knot> knots;
  for (auto& [day, knot] : by_day) knots.push_back(std::move(knot));
  if (knots.empty() && read.complete) {
    throw ValueError(fmt::format("no estimate had been published by the as-of date {}", to_string(reading.as_of)),
                     "choose a later as-of date, or check 'where'");
  }
  if (!knots.empty() && beyond.growth != nullptr) {
    guarded(beyond.growth->where(), reading.diagnostics, [&] { add_beyond(reading, *beyond.growth, drift, knots); });
  }
  if (unit.is_plain_number()) std::ranges::for_each(knots, tell_as_interval);
  return knots;
}

void add_estimate_words(Vocabulary& words) {
  add_drift_words(words);
  words.add("error", error_fields);
  words.add("beyond", beyond_fields);
}

}  // namespace wafercast::language
