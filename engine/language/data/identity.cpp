#include <engine/core/figure_text.hpp>
#include <engine/language/data/identity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast::language {
namespace {

/// How far what the others leave for a figure would stand from its own record.
double strangeness(const Member& member, FiscalQuarter quarter) {
  constexpr double of_a_column_without_record = 1.0;
  if (member.implied * member.figure->value <= 0.0) return HUGE_VAL;
  const std::vector<double> record = newest_by(*member.column, quarter - 1);
  if (record.empty()) return of_a_column_without_record;
  const double ratio = member.implied / record.front();
  return ratio > 0.0 ? std::abs(std::log(ratio)) : HUGE_VAL;
}

Member& at_fault(std::vector<Member>& members, FiscalQuarter quarter) {
  return *std::ranges::min_element(members, {}, [&](const Member& member) { return strangeness(member, quarter); });
}

std::string names_and_figures(const std::vector<Member>& members, const Member& but) {
  std::string text;
  for (const Member& m : members) {
    if (m.figure == but.figure) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", m.figure->metric,
                        figure_text(m.figure->value, m.column->unit));
  }
  return text;
}

}  // namespace

std::vector<double> newest_by(const CheckedColumn& column, FiscalQuarter quarter) {
  constexpr std::size_t most = 4;
  std::vector<double> newest;
  for (auto at = column.figures.upper_bound(quarter); at != column.figures.begin() && newest.size() < most;) {
    --at;
    if (!at->second.odd) newest.push_back(at->second.value);
  }
  return newest;
}

std::optional<Member> member_at(CheckedColumns& columns, const std::string& metric, FiscalQuarter quarter) {
  const auto column = columns.find(metric);
  if (column == columns.end()) return std::nullopt;
  const auto figure = column->second.figures.find(quarter);
  if (figure == column->second.figures.end()) return std::nullopt;
  return Member{&column->second, &figure->second};
}

bool any_settled(const std::vector<Member>& members) {
  return std::ranges::any_of(members, [](const Member& m) { return m.figure->odd || m.figure->sure; });
}

void report_at_fault(std::vector<Member>& members, FiscalQuarter quarter, const std::string& because,
                     Diagnostics& diagnostics) {
  Member& fault = at_fault(members, quarter);
  report_odd(*fault.figure, fault.column->unit,
             fmt::format("{} ({}) would leave {} for it", because, names_and_figures(members, fault),
                         figure_text(fault.implied, fault.column->unit)),
             diagnostics);
}

}  // namespace wafercast::language
