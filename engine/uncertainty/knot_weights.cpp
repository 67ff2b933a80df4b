#include <engine/uncertainty/knot_weights.hpp>

#include <algorithm>
#include <cassert>

namespace wafercast {
namespace {

/// How far the path has gone from the knot before to the knot after, at the fraction u of the time between them.
double progress(double u, Between between) {
  switch (between) {
    case Between::ramp:
      return u;
    case Between::step:
      return 0.0;
    case Between::s_curve:
      return u * u * (3.0 - 2.0 * u);
  }
  return 0.0;
}

/// Adds a day's weights to a quarter's row.
void add_day(Date day, const std::vector<Date>& knots, Between between, Eigen::Ref<Eigen::RowVectorXd> row) {
  const auto after = std::upper_bound(knots.begin(), knots.end(), day);
  const Eigen::Index next = after - knots.begin();
  if (next == 0 || after == knots.end()) {
    row[next == 0 ? 0 : next - 1] += 1.0;
    return;
  }
  const auto before = after - 1;
  const double u = DateRange{*before, day}.days() / DateRange{*before, *after}.days();
  const double share = progress(u, between);
  row[next - 1] += 1.0 - share;
  row[next] += share;
}

/// The day on which a path is seen on a day: each delay takes off as much as it has waited by then, but none goes back
/// behind the first of them.
Date seen_through(const std::vector<Delay>& delays, Date day) {
  Date seen = day;
  Date first = day;
  for (const Delay& delay : delays) {
    if (day < delay.from) continue;
    seen -= std::min(delay.by, day - delay.from);
    first = std::min(first, delay.from);
  }
  return std::max(seen, first);
}

}  // namespace

Eigen::MatrixXd knot_weights(const std::vector<Date>& knots, const std::vector<DateRange>& quarters, Between between,
                             const std::vector<Delay>& delays) {
  assert(!knots.empty() && std::is_sorted(knots.begin(), knots.end()));
  const auto rows = static_cast<Eigen::Index>(quarters.size());
  if (knots.size() == 1) return Eigen::MatrixXd::Ones(rows, 1);  // what most drivers have, whatever the day
  Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(rows, static_cast<Eigen::Index>(knots.size()));
  Eigen::RowVectorXd row(weights.cols());
  for (Eigen::Index q = 0; q < rows; ++q) {
    const DateRange& quarter = quarters[static_cast<std::size_t>(q)];
    row.setZero();
    for (Date day = quarter.first; day < quarter.last; day += std::chrono::days(1)) {
      add_day(seen_through(delays, day), knots, between, row);
    }
    weights.row(q) = row / quarter.days();
  }
  return weights;
}

}  // namespace wafercast
