#include <engine/simulation/stages/driver_stage.hpp>

#include <engine/uncertainty/single_exp.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace wafercast {
namespace {

void evaluate_knots(const PlannedCourse& course, const LaneTable& z, LaneTable& knots) {
  const double own = std::sqrt(std::max(0.0, 1.0 - course.shared * course.shared));
  for (int k = 0; k < static_cast<int>(course.knots.size()); ++k) {
    const PlannedCourse::Knot& knot = course.knots[static_cast<std::size_t>(k)];
    if (knot.row >= 0) {
      knots[k] = course.shared * z[course.shared_row] + own * z[knot.row];
    } else {
      knots[k] = z[course.shared_row];
    }
    knot.marginal.apply(lanes_of(knots[k]));
  }
}

/// How noise moves a value; kept apart from the move, as the outlook and the first quarter share it.
Lanes movement(Support support, const Lanes& noise) {
  switch (support) {
    case Support::positive:
      return single_exp(noise);
    case Support::fraction:
      return single_exp(Lanes(-noise));
    case Support::real:
      break;
  }
  return noise;
}

void move(Support support, const Lanes& movement, Lanes& value) {
  switch (support) {
    case Support::positive:
      value *= movement;
      break;
    case Support::fraction:
      value = value / (value + (1.0 - value) * movement);  // the odds are multiplied by e^noise
      break;
    case Support::real:
      value += movement;
      break;
  }
}

/// Most slices lie between two knots, and are one pass over the lanes.
void average_knots(const PlannedCourse& course, int slice, const LaneTable& knots, Lanes& value) {
  const auto weight = [&](int k) { return course.weights(slice, k); };
  const int count = static_cast<int>(course.knots.size());
  const auto next_from = [&](int k) {
    while (k < count && weight(k) == 0.0) ++k;
    return k;
  };
  const int first = next_from(0);
  const int second = next_from(first + 1);
  const double certain = course.certain_part(slice);
  if (first >= count) {
    value.setConstant(certain);
  } else if (second >= count) {
    value = certain + weight(first) * knots[first];
  } else {
    value = certain + weight(first) * knots[first] + weight(second) * knots[second];
  }
  for (int k = next_from(second + 1); k < count; k = next_from(k + 1)) value += weight(k) * knots[k];
}

/// Fills the rows of `values` from `first_row` on, one a slice.
void evaluate_course(const PlannedCourse& course, Support support, const Timeline& timeline, const LaneTable& z,
                     LaneTable& knots, LaneTable& values, int first_row) {
  evaluate_knots(course, z, knots);
  Lanes noise = Lanes::Zero();
  Lanes moved;
  for (int slice = 0; slice < timeline.slices(); ++slice) {
    Lanes& value = values[first_row + slice];
    average_knots(course, slice, knots, value);
    if (course.at_most_one) value = value.min(1.0);
    if (course.first_noise_row < 0 || slice == Timeline::anchor) continue;
    const int quarter = std::max(0, slice - Timeline::horizon);  // the outlook is for the first quarter
    if (slice != Timeline::horizon) {
      noise = course.noise.persistence * noise + course.noise.quarterly * z[course.first_noise_row + quarter];
      moved = movement(support, noise);
    }
    move(support, moved, value);
  }
}

/// A supposed value keeps to its support: a fraction stays below one, and what is above zero keeps a hundredth of what
/// was believed. Notes where it would not have.
void keep_to_support(Support support, const Lanes& believed, Lanes& value, Lanes& limited) {
  constexpr double least_kept = 0.01;
  const Lanes lowest = least_kept * believed;
  Lanes kept = value.max(lowest);
  if (support == Support::fraction) kept = kept.min(1.0);
  limited = (kept != value).cast<double>();
  value = kept;
}

/// Lets what is supposed take over in the quarters of the horizon.
void suppose(const PlannedDriver& driver, const Timeline& timeline, const LaneTable& z, DriverScratch& scratch,
             LaneTable& driver_rows, LaneTable& limited) {
  const PlannedSupposed& supposed = *driver.supposed;
  for (int slice = Timeline::horizon; slice < timeline.slices(); ++slice) {
    Lanes& value = driver_rows[driver.first_row + slice];
    scratch.believed[slice] = value;
    value = supposed.kept[slice] * value + supposed.added[slice];
  }
  for (std::size_t c = 0; c < supposed.courses.size(); ++c) {
    evaluate_course(supposed.courses[c], driver.support, timeline, z, scratch.knots, scratch.other, 0);
    for (int slice = Timeline::horizon; slice < timeline.slices(); ++slice) {
      const double share = supposed.share(slice, static_cast<Eigen::Index>(c));
      if (share != 0.0) driver_rows[driver.first_row + slice] += share * scratch.other[slice];
    }
  }
  if (driver.first_limit_row < 0) return;
  for (int quarter = 0; quarter < timeline.quarters(); ++quarter) {
    const int slice = Timeline::horizon + quarter;
    keep_to_support(driver.support, scratch.believed[slice], driver_rows[driver.first_row + slice],
                    limited[driver.first_limit_row + quarter]);
  }
}

std::size_t most_knots(const Plan& plan) {
  std::size_t knots = 1;
  for (const PlannedDriver& driver : plan.drivers) {
    knots = std::max(knots, driver.knots.size());
    if (!driver.supposed) continue;
    for (const PlannedCourse& other : driver.supposed->courses) knots = std::max(knots, other.knots.size());
  }
  return knots;
}

}  // namespace

DriverScratch::DriverScratch(const Plan& plan)
    : knots(static_cast<int>(most_knots(plan))), other(plan.timeline.slices()), believed(plan.timeline.slices()) {}

void evaluate_driver(const PlannedDriver& driver, const Timeline& timeline, const LaneTable& z, DriverScratch& scratch,
                     LaneTable& driver_rows, LaneTable& limited) {
  if (!driver.moves) {
    evaluate_knots(driver, z, scratch.knots);
    average_knots(driver, Timeline::anchor, scratch.knots, driver_rows[driver.first_row]);
    return;
  }
  evaluate_course(driver, driver.support, timeline, z, scratch.knots, driver_rows, driver.first_row);
  if (driver.supposed) suppose(driver, timeline, z, scratch, driver_rows, limited);
}

}  // namespace wafercast
