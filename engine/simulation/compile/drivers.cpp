#include <engine/core/suggest.hpp>
#include <engine/simulation/compile/compiler.hpp>
#include <engine/simulation/stream_names.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

bool is_certain(const PlannedCourse& course) {
  return course.knots.empty() && course.first_noise_row < 0;
}

}  // namespace

std::vector<Date> days_of(const Course& course) {
  std::vector<Date> days;
  for (const Knot& knot : course.knots) days.push_back(knot.day);
  return days;
}

std::optional<int> Compiler::driver_index(const std::string& name) const {
  const auto found = driver_index_.find(name);
  if (found == driver_index_.end()) return std::nullopt;
  return found->second;
}

std::string Compiler::nearest_driver(const std::string& name) const {
  constexpr std::size_t enough = 50;  // of suggestions: nobody reads more, and each takes time
  if (diagnostics_.found().size() >= enough) return {};
  std::vector<std::string> names;
  for (const DriverSpec& spec : model_.drivers()) names.push_back(spec.name);
  return did_you_mean(name, names);
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
                         nearest_driver(belief.name));
    }
  }
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (!said[i] && !scenario_.unreadable.contains(model_.drivers()[i].name)) use_default(static_cast<int>(i));
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
  driver.certain_part = Eigen::VectorXd::Constant(plan_.timeline.slices(), *spec.otherwise);
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
  const WeighedCourse seen = weighed_over(plan_.timeline, belief, scenario_.last_reported);
  static_cast<PlannedCourse&>(driver) = compile_course(spec, seen.course, *factor, seen.weights);
  driver.support = spec.support;
  if (spec.support == Support::fraction && !belief.past.empty()) keep_past_below_one(belief, driver);
  compile_suppositions(spec, belief, *factor, driver);
  driver.moves = seen.moves || driver.first_noise_row >= 0 || driver.supposed.has_value();
  driver.certain =
      is_certain(driver) && (!driver.supposed || std::ranges::all_of(driver.supposed->courses, is_certain));
}

PlannedCourse Compiler::compile_course(const DriverSpec& spec, const Course& course, double factor,
                                       const Eigen::MatrixXd& weights) {
  PlannedCourse planned;
  planned.certain_part = Eigen::VectorXd::Zero(plan_.timeline.slices());
  planned.weights.resize(plan_.timeline.slices(), 0);
  planned.shared = course.shared;
  for (std::size_t k = 0; k < course.knots.size(); ++k) {
    const auto marginal = resolve(course.knots[k].value, factor, spec.support);
    const Eigen::VectorXd weight = weights.col(static_cast<Eigen::Index>(k));
    if (!marginal || weight.isZero(0.0)) continue;
    if (marginal->is_constant()) {
      planned.certain_part += marginal->at(0.0) * weight;
      continue;
    }
    if (planned.shared_row < 0) planned.shared_row = add_draw(streams::shared(spec.name));
    const bool own = planned.shared < 1.0;
    planned.knots.push_back({*marginal, own ? add_draw(streams::knot(spec.name, course.knots[k].label)) : -1});
    planned.weights.conservativeResize(Eigen::NoChange, planned.weights.cols() + 1);
    planned.weights.rightCols(1) = weight;
  }
  planned.noise = course.noise;
  if (spec.support == Support::real) planned.noise.quarterly *= factor;
  for (int q = 1; course.noise.quarterly > 0.0 && q <= plan_.timeline.quarters(); ++q) {
    const int row = add_draw(streams::noise(spec.name), static_cast<std::uint32_t>(q));
    if (q == 1) planned.first_noise_row = row;
  }
  return planned;
}

void Compiler::lay_out_driver_rows() {
  for (PlannedDriver& driver : plan_.drivers) {
    driver.first_row = plan_.driver_rows;
    plan_.driver_rows += driver.moves ? plan_.timeline.slices() : 1;
    for (int slice = 0; slice < plan_.timeline.slices(); ++slice) {
      plan_.row_of.push_back(driver.first_row + (driver.moves ? slice : 0));
    }
  }
}

}  // namespace wafercast
