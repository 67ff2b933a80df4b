#include <wafercast/simulation/driver_stage.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace wafercast {
namespace {

std::span<double> lanes_of(Lanes& row) {
  return {row.data(), static_cast<std::size_t>(block_lanes)};
}

void evaluate_knots(const PlannedDriver& driver, const LaneTable& z, LaneTable& knots) {
  const double own = std::sqrt(std::max(0.0, 1.0 - driver.shared * driver.shared));
  for (int k = 0; k < static_cast<int>(driver.knots.size()); ++k) {
    const PlannedDriver::Knot& knot = driver.knots[static_cast<std::size_t>(k)];
    if (knot.row >= 0) {
      knots[k] = driver.shared * z[driver.shared_row] + own * z[knot.row];
    } else {
      knots[k] = z[driver.shared_row];
    }
    knot.marginal.apply(lanes_of(knots[k]));
  }
}

/// How noise moves a value; kept apart from the move, as the outlook and the first quarter share it.
Lanes movement(Support support, const Lanes& noise) {
  switch (support) {
    case Support::positive:
      return noise.exp();
    case Support::fraction:
      return (-noise).exp();
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

void average_knots(const PlannedDriver& driver, int slice, const LaneTable& knots, Lanes& value) {
  value.setConstant(driver.certain_part(slice));
  for (int k = 0; k < static_cast<int>(driver.knots.size()); ++k) {
    if (driver.weights(slice, k) != 0.0) value += driver.weights(slice, k) * knots[k];
  }
}

void adjust(const PlannedDriver& driver, int slice, Lanes& value) {
  const auto at = static_cast<std::size_t>(slice);
  if (driver.scale.empty()) return;
  value = value * driver.scale[at] + driver.shift[at];
}

}  // namespace

int driver_scratch_rows(const Plan& plan) {
  std::size_t knots = 1;
  for (const PlannedDriver& driver : plan.drivers) knots = std::max(knots, driver.knots.size());
  return static_cast<int>(knots);
}

void evaluate_driver(const PlannedDriver& driver, Slices slices, const LaneTable& z, LaneTable& scratch,
                     LaneTable& driver_rows) {
  evaluate_knots(driver, z, scratch);
  if (!driver.moves) {
    average_knots(driver, Slices::anchor, scratch, driver_rows[driver.first_row]);
    return;
  }
  Lanes noise = Lanes::Zero();
  Lanes moved;
  for (int slice = 0; slice < slices.count(); ++slice) {
    Lanes& value = driver_rows[driver.first_row + slice];
    average_knots(driver, slice, scratch, value);
    if (driver.first_noise_row >= 0 && slice != Slices::anchor) {
      const int quarter = std::max(0, slice - Slices::horizon);  // the outlook is for the first quarter
      if (slice != Slices::horizon) {
        noise = driver.noise.persistence * noise + driver.noise.quarterly * z[driver.first_noise_row + quarter];
        moved = movement(driver.support, noise);
      }
      move(driver.support, moved, value);
    }
    adjust(driver, slice, value);
  }
}

}  // namespace wafercast
