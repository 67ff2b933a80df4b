#include <engine/scenario/history.hpp>

namespace wafercast {
namespace {

std::optional<double> value_at(const std::map<std::string, History::Series>& all, const std::string& metric,
                               FiscalQuarter quarter) {
  const auto series = all.find(metric);
  if (series == all.end()) return std::nullopt;
  const auto value = series->second.find(quarter);
  if (value == series->second.end()) return std::nullopt;
  return value->second;
}

}  // namespace

std::optional<double> History::reported_at(const std::string& metric, FiscalQuarter quarter) const {
  return value_at(reported, metric, quarter);
}

std::optional<double> History::guided_at(const std::string& metric, FiscalQuarter quarter) const {
  return value_at(guided, metric, quarter);
}

std::optional<double> History::carried_at(const std::string& metric, FiscalQuarter quarter) const {
  return value_at(carried, metric, quarter);
}

std::optional<History::Expectation> History::expected_at(const std::string& metric, const Period& period,
                                                         Date by) const {
  std::optional<Expectation> newest;
  const auto all = expected.find(metric);
  if (all == expected.end()) return newest;
  for (const Expectation& one : all->second) {
    if (one.period == period && one.published <= by) newest = one;
  }
  return newest;
}

std::optional<double> History::first_reported_at(const std::string& metric, FiscalQuarter quarter) const {
  const auto first = value_at(first_reported, metric, quarter);
  return first ? first : reported_at(metric, quarter);
}

}  // namespace wafercast
