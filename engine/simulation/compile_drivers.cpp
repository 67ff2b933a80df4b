#include <wafercast/core/suggest.hpp>
#include <wafercast/simulation/compiler.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

/// The part of a quarter's days that lie on or after a date.
double fraction_after(const DateRange& quarter, Date from) {
  const DateRange after{std::max(quarter.first, from), quarter.last};
  return std::clamp(after.days() / quarter.days(), 0.0, 1.0);
}

bool is_certain(const PlannedDriver& driver) {
  return driver.knots.empty() && driver.first_noise_row < 0;
}

}  // namespace

std::optional<int> Compiler::driver_index(const std::string& name) const {
  const auto found = driver_index_.find(name);
  if (found == driver_index_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Compiler::driver_names() const {
  std::vector<std::string> names;
  for (const DriverSpec& spec : model_.drivers()) names.push_back(spec.name);
  return names;
}

void Compiler::compile_drivers() {
  plan_.drivers.resize(model_.drivers().size());
  std::vector<bool> said(model_.drivers().size(), false);
  for (const DriverBelief& belief : scenario_.drivers) {
    if (const auto index = driver_index(belief.name)) {
      said[static_cast<std::size_t>(*index)] = true;
      compile_driver(*index, belief);
    } else {
      diagnostics_.error(belief.where, fmt::format("the model has no driver '{}'", belief.name),
                         did_you_mean(belief.name, driver_names()));
    }
  }
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (!said[i]) use_default(static_cast<int>(i));
  }
}

void Compiler::use_default(int index) {
  const DriverSpec& spec = model_.drivers()[static_cast<std::size_t>(index)];
  if (!spec.otherwise) {
    diagnostics_.error({scenario_.file, 0, 0},
                       fmt::format("nothing is said about driver '{}' ({})", spec.name, spec.meaning),
                       fmt::format("add 'drivers: {}: {{unit: {}, value: …}}'", spec.name, spec.unit));
    return;
  }
  PlannedDriver& driver = plan_.drivers[static_cast<std::size_t>(index)];
  driver.support = spec.support;
  driver.certain_part = Eigen::VectorXd::Constant(plan_.slices.count(), *spec.otherwise);
  driver.certain = true;
}

void Compiler::compile_driver(int index, const DriverBelief& belief) {
  const DriverSpec& spec = model_.drivers()[static_cast<std::size_t>(index)];
  const auto factor = belief.unit.factor_to(*Unit::parse(spec.unit));
  if (!factor) {
    diagnostics_.error(
        belief.where,
        fmt::format("'{}' is stated in '{}' (the model wants '{}')", belief.name, belief.unit.text(), spec.unit),
        fmt::format("state it in a unit that converts into '{}'", spec.unit));
    return;
  }
  PlannedDriver& driver = plan_.drivers[static_cast<std::size_t>(index)];
  driver.support = spec.support;
  compile_knots(spec, belief, *factor, driver);
  driver.noise = belief.noise;
  if (spec.support == Support::real) driver.noise.quarterly *= *factor;
  if (belief.noise.quarterly > 0.0) {
    driver.first_noise_row = static_cast<int>(plan_.draws.size());
    for (int q = 1; q <= plan_.slices.quarters; ++q) {
      add_draw("driver." + belief.name + ".noise", static_cast<std::uint32_t>(q));
    }
  }
  compile_adjustments(belief, *factor, driver);
  driver.moves = belief.knots.size() > 1 || driver.first_noise_row >= 0 || !driver.scale.empty();
  driver.certain = is_certain(driver);
}

void Compiler::compile_knots(const DriverSpec& spec, const DriverBelief& belief, double factor, PlannedDriver& driver) {
  std::vector<Date> days;
  for (const Knot& knot : belief.knots) days.push_back(knot.day);
  const Eigen::MatrixXd weights = knot_weights(days, plan_.slice_days, belief.between);
  driver.certain_part = Eigen::VectorXd::Zero(plan_.slices.count());
  driver.weights.resize(plan_.slices.count(), 0);
  driver.shared = belief.knots.size() > 1 ? belief.shared : 1.0;
  for (std::size_t k = 0; k < belief.knots.size(); ++k) {
    const auto marginal = resolve(belief.knots[k].value, factor, spec.support);
    const Eigen::VectorXd weight = weights.col(static_cast<Eigen::Index>(k));
    if (!marginal || weight.isZero(0.0)) continue;
    if (marginal->is_constant()) {
      driver.certain_part += marginal->at(0.0) * weight;
      continue;
    }
    if (driver.shared_row < 0) driver.shared_row = add_draw("driver." + belief.name);
    const bool own = driver.shared < 1.0;
    driver.knots.push_back({*marginal, own ? add_draw("driver." + belief.name + "." + belief.knots[k].label) : -1});
    driver.weights.conservativeResize(Eigen::NoChange, driver.weights.cols() + 1);
    driver.weights.rightCols(1) = weight;
  }
}

void Compiler::compile_adjustments(const DriverBelief& belief, double factor, PlannedDriver& driver) {
  if (belief.adjustments.empty()) return;
  const auto slices = static_cast<std::size_t>(plan_.slices.count());
  driver.scale.assign(slices, 1.0);
  driver.shift.assign(slices, 0.0);
  for (const Adjustment& adjustment : belief.adjustments) {
    for (std::size_t s = 0; s < slices; ++s) {
      // The outlook was given for the first quarter without a change that comes with it or after it.
      if (s == Slices::outlook && adjustment.from >= plan_.slice_days[s].first) continue;
      const double part = fraction_after(plan_.slice_days[s], adjustment.from);
      if (adjustment.kind == Adjustment::Kind::scale) {
        const double by = 1.0 + part * (adjustment.amount - 1.0);
        driver.scale[s] *= by;
        driver.shift[s] *= by;
      } else {
        driver.shift[s] += part * adjustment.amount * factor;
      }
    }
  }
}

void Compiler::lay_out_driver_rows() {
  for (PlannedDriver& driver : plan_.drivers) {
    driver.first_row = plan_.driver_rows;
    plan_.driver_rows += driver.moves ? plan_.slices.count() : 1;
    for (int slice = 0; slice < plan_.slices.count(); ++slice) {
      plan_.row_of.push_back(driver.first_row + (driver.moves ? slice : 0));
    }
  }
}

}  // namespace wafercast
