#include <engine/core/sample_quantile.hpp>
#include <engine/language/data/identity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wafercast::language {
namespace {

/// Numbers of shares, by quarter: an income over what it is a share.
using Shares = std::map<FiscalQuarter, double>;

Shares shares(const CheckedColumn& income, const CheckedColumn& per_share) {
  Shares shares;
  for (const auto& [quarter, earnings] : per_share.figures) {
    const auto whole = income.figures.find(quarter);
    if (whole == income.figures.end() || whole->second.odd || earnings.odd || earnings.value == 0.0) continue;
    shares.emplace(quarter, whole->second.value / earnings.value);
  }
  return shares;
}

std::vector<double> values_of(const Shares& shares) {
  std::vector<double> values;
  for (const auto& [quarter, number] : shares) values.push_back(number);
  return values;
}

/// Whether a number of shares moves as one does, by a few per cent a quarter; some quarters may be off, of earnings
/// that are told as a few cents and of shares that were issued for another company.
bool is_steady(const std::vector<double>& shares) {
  constexpr double usually = 0.05, nearly_always = 0.08;
  std::vector<double> steps;
  for (std::size_t i = 1; i < shares.size(); ++i)
    steps.push_back(usual_step({shares[i - 1], shares[i]}, *Unit::parse("USD")));
  std::ranges::sort(steps);
  return steps[steps.size() / 2] < usually && steps[steps.size() * 4 / 5] < nearly_always;
}

/// The income of which a column is a share: over it, and over nothing else that is reported, they make a number of
/// shares.
CheckedColumn* income_of(const CheckedColumn& per_share, CheckedColumns& columns) {
  constexpr std::size_t shortest_record = 6;
  const Unit money = *Unit::parse("USD");
  CheckedColumn* income = nullptr;
  double least = HUGE_VAL;
  for (auto& [metric, column] : columns) {
    if (!column.unit.same_dimension(money)) continue;
    const std::vector<double> numbers = values_of(shares(column, per_share));
    if (numbers.size() < std::max(shortest_record, per_share.figures.size() / 2) || !is_steady(numbers)) continue;
    const double step = usual_step(numbers, money);
    if (step < least) income = &column;
    least = std::min(least, step);
  }
  return income;
}

/// The median of those in the year before and after.
double usual_shares(const Shares& shares, FiscalQuarter quarter) {
  std::vector<double> near;
  for (const auto& [at, number] : shares) {
    if (std::abs(at - quarter) <= 4 && at != quarter) near.push_back(number);
  }
  return near.empty() ? median_of(values_of(shares)) : median_of(std::move(near));
}

void check_shares(CheckedColumn& income, CheckedColumn& per_share, Diagnostics& diagnostics) {
  const double most = std::log(1.5);
  constexpr double half_a_cent = 0.006;  // to which earnings a share are told, and a little
  const Shares all = shares(income, per_share);
  for (const auto& [quarter, number] : all) {
    std::vector<Member> members{{&per_share, &per_share.figures.at(quarter)}, {&income, &income.figures.at(quarter)}};
    const double usual = usual_shares(all, quarter);
    const double earnings = members[0].figure->value;
    const double ratio = number / usual;
    const bool fits = ratio > 0.0 && std::abs(std::log(ratio)) <= most + half_a_cent / std::abs(earnings);
    if (fits || std::abs(earnings) <= half_a_cent || any_settled(members)) continue;
    members[0].implied = members[1].figure->value / usual;
    members[1].implied = earnings * usual;
    report_at_fault(members, quarter, fmt::format("the usual {:.0f} M shares", usual / 1e6), diagnostics);
  }
}

}  // namespace

void check_per_share(CheckedColumns& columns, Diagnostics& diagnostics) {
  const Unit by_share = *Unit::parse("USD/share");
  for (auto& [metric, column] : columns) {
    if (!column.unit.same_dimension(by_share)) continue;
    if (CheckedColumn* income = income_of(column, columns)) check_shares(*income, column, diagnostics);
  }
}

}  // namespace wafercast::language
