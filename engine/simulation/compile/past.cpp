#include <engine/simulation/compile/compiler.hpp>
#include <engine/uncertainty/knot_weights.hpp>

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

}  // namespace wafercast
