#include <engine/simulation/compile/compiler.hpp>
#include <engine/uncertainty/knot_weights.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace wafercast {
namespace {

/// What is said of a quarter; nothing where it is as the course has it.
const PastQuarter* said_of(const std::vector<PastQuarter>& past, FiscalQuarter quarter) {
  if (!past.empty() && quarter < past.front().quarter) return &past.front();
  const auto found = std::ranges::find(past, quarter, &PastQuarter::quarter);
  return found != past.end() ? &*found : nullptr;
}

/// Adds the knots of a course that one slice sees instead of all others.
void add_believed(const Course& believed, const DateRange& days, int slice, WeighedCourse& weighed) {
  const Eigen::RowVectorXd own = knot_weights(days_of(believed), {days}, believed.between);
  std::ranges::copy(believed.knots, std::back_inserter(weighed.course.knots));
  const Eigen::Index before = weighed.weights.cols();
  weighed.weights.conservativeResize(Eigen::NoChange, before + own.cols());
  weighed.weights.rightCols(own.cols()).setZero();
  weighed.weights.row(slice).setZero();
  weighed.weights.row(slice).tail(own.cols()) = own;
}

}  // namespace

WeighedCourse weighed_over(const Timeline& timeline, const DriverBelief& belief, FiscalQuarter last_reported) {
  const std::vector<Date> knots = days_of(belief);
  WeighedCourse weighed{belief, knot_weights(knots, timeline.days(), belief.between), belief.knots.size() > 1};
  const Eigen::RowVectorXd now = knot_weights(knots, {timeline.calendar().days_of(last_reported)}, belief.between);
  for (int slice = 0; slice < timeline.slices(); ++slice) {
    const FiscalQuarter quarter = timeline.quarter_of(slice);
    const PastQuarter* said = quarter < last_reported ? said_of(belief.past, quarter) : nullptr;
    if (said == nullptr) continue;
    weighed.moves = true;
    if (said->believed) {
      add_believed(*said->believed, timeline.days_of(slice), slice, weighed);
    } else {
      weighed.weights.row(slice).setZero();
      weighed.weights.row(slice).head(now.cols()) = said->index * now;
    }
  }
  return weighed;
}

/// A fraction times an index is cut off at one; where its median would be above, the level or the index is wrong.
void Compiler::keep_past_below_one(const DriverBelief& belief, PlannedDriver& driver) {
  driver.at_most_one = true;
  for (int slice = 0; slice < plan_.timeline.slices(); ++slice) {
    double median = driver.certain_part(slice);
    for (std::size_t k = 0; k < driver.knots.size(); ++k) {
      median += driver.weights(slice, static_cast<Eigen::Index>(k)) * driver.knots[k].marginal.at(0.0);
    }
    if (median <= 1.0 + 1e-9) continue;
    diagnostics_.error(belief.where,
                       fmt::format("'{}' would be {:.0f} % in {} by its past (a fraction is at most 100 %)",
                                   belief.name, 100.0 * median, to_string(plan_.timeline.quarter_of(slice))),
                       "lower its level in the last reported quarter, or correct the index");
    return;
  }
}

}  // namespace wafercast
