#include <engine/core/sample_quantile.hpp>
#include <engine/language/data/estimate_parts.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace wafercast::language {
namespace {

/// The estimates of one part by their days.
using ByDayOfPart = std::map<Date, std::vector<const Estimate*>>;

double median_of_mids(const std::vector<const Estimate*>& estimates) {
  std::vector<double> mids;
  for (const Estimate* e : estimates) mids.push_back(e->mid);
  return median_of(std::move(mids));
}

/// What a part is beside the leading one at the nearest day at which both are known.
std::optional<double> nearest_ratio(const ByDayOfPart& part, const ByDayOfPart& leading, Date day) {
  std::optional<double> ratio;
  std::chrono::days nearest{};
  for (const auto& [other, estimates] : part) {
    const auto beside = leading.find(other);
    if (beside == leading.end()) continue;
    const std::chrono::days apart = std::chrono::abs(other - day);
    if (ratio && apart >= nearest) continue;
    nearest = apart;
    ratio = median_of_mids(estimates) / median_of_mids(beside->second);
  }
  return ratio;
}

/// Adds a part to an estimate of the leading one.
void add_part(const ByDayOfPart& part, const ByDayOfPart& leading, Estimate& whole, double leading_mid) {
  const auto known = part.find(whole.day);
  if (known == part.end()) {
    const double more = leading_mid * nearest_ratio(part, leading, whole.day).value_or(0.0);
    for (double* figure : {&whole.low, &whole.mid, &whole.high}) *figure += more;
    return;
  }
  whole.mid += median_of_mids(known->second);
  whole.low += (*std::ranges::min_element(known->second, {}, &Estimate::low))->low;
  whole.high += (*std::ranges::max_element(known->second, {}, &Estimate::high))->high;
}

}  // namespace

void drop_superseded(std::vector<Estimate>& estimates, double days) {
  std::map<std::pair<std::string, Date>, Date> newest;
  for (const Estimate& e : estimates) {
    Date& date = newest.emplace(std::pair(e.part, e.day), e.published).first->second;
    date = std::max(date, e.published);
  }
  std::erase_if(estimates, [&](const Estimate& e) {
    return static_cast<double>((newest.at({e.part, e.day}) - e.published).count()) > days;
  });
}

std::vector<Estimate> summed(const std::vector<Estimate>& parts) {
  std::map<std::string, ByDayOfPart> by_part;
  std::map<std::string, std::size_t> rows;
  for (const Estimate& e : parts) {
    by_part[e.part][e.day].push_back(&e);
    ++rows[e.part];
  }
  if (by_part.empty()) return {};
  const std::string leading = std::ranges::max_element(rows, {}, [](const auto& part) { return part.second; })->first;
  std::vector<Estimate> whole;
  for (const Estimate& e : parts) {
    if (e.part != leading) continue;
    whole.push_back(e);
    for (const auto& [name, part] : by_part) {
      if (name != leading) add_part(part, by_part.at(leading), whole.back(), e.mid);
    }
  }
  return whole;
}

std::vector<Estimate> estimates_of(Reading& reading, const Node& lists, const std::optional<Unit>& in) {
  std::vector<Estimate> all;
  for (const Node& node : as_list(lists).items) {
    guarded(node.where(), reading.diagnostics, [&] {
      const Node* stated = node.find("unit");
      const Unit own = stated != nullptr ? read_unit(text_of(*stated)) : Unit();
      auto list = read_estimate_list(reading, node, in.value_or(own.is_plain_number() ? Unit() : own));
      if (list) std::ranges::move(list->estimates, std::back_inserter(all));
    });
  }
  return all;
}

void multiply_by(Reading& reading, const Node& lists, std::vector<Estimate>& estimates) {
  const std::size_t before = reading.diagnostics.found().size();
  const FiguresOverTime factors(estimates_of(reading, lists, Unit()));
  if (reading.diagnostics.found().size() != before) return;
  if (factors.empty()) {
    throw ValueError(fmt::format("nothing to multiply by had been published by {}", to_string(reading.as_of)),
                     "date the belief from the day of the first row on ('dated')");
  }
  for (Estimate& e : estimates) {
    const double factor = factors.around(e.day);
    for (double* figure : {&e.low, &e.mid, &e.high}) *figure *= factor;
  }
}

FiguresOverTime::FiguresOverTime(const std::vector<Estimate>& estimates) {
  for (const Estimate& e : estimates) {
    const auto same = std::ranges::find_if(figures_, [&](const OfPeriod& f) {
      return f.period.first == e.period.first && f.period.last == e.period.last;
    });
    if (same == figures_.end()) {
      figures_.push_back({e.period, e.published, e.mid});
    } else if (e.published >= same->published) {
      *same = {e.period, e.published, e.mid};
    }
  }
  std::ranges::stable_sort(figures_, {}, [](const OfPeriod& f) { return f.period.middle(); });
}

std::optional<double> FiguresOverTime::of(Date day) const {
  const OfPeriod* shortest = nullptr;
  for (const OfPeriod& f : figures_) {
    if (day < f.period.first || day >= f.period.last) continue;
    if (shortest == nullptr || f.period.days() < shortest->period.days()) shortest = &f;
  }
  return shortest != nullptr ? std::optional(shortest->value) : std::nullopt;
}

double FiguresOverTime::around(Date day) const {
  if (const auto exact = of(day)) return *exact;
  const auto after = std::ranges::find_if(figures_, [&](const OfPeriod& f) { return f.period.middle() > day; });
  if (after == figures_.begin()) return after->value;
  const auto before = after - 1;
  if (after == figures_.end()) return before->value;
  const double gone = DateRange{before->period.middle(), day}.days();
  const double whole = DateRange{before->period.middle(), after->period.middle()}.days();
  return before->value + (after->value - before->value) * gone / whole;
}

}  // namespace wafercast::language
