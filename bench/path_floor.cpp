// How far a path of the base scenario, as it is learnt, is from the least that it could take: the arithmetic that it
// cannot do without, each kind at the pace that this machine has for it in this minute. The model's additions,
// multiplications and divisions, events and sketches are not in the floor.
//
//   wafercast_path_floor [CACHE]    one thread; CACHE is a folder that keeps what was learnt

#include "kernels.hpp"

#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/profile.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace wafercast {
namespace {

/// Exponentials and logarithms of the accelerator vendor's rooms, as they are written: of each quarter from the one of
/// the outlook on, with six products in two markets, and once a path.
constexpr int model_exps_a_quarter = 27;
constexpr int model_exps_once = 14;

struct Counts {
  double normals = 0, recalled = 0, exps = 0, multiply_adds = 0, values = 0;
};

/// Draws that the members hold are read; the others are made.
void count_draws(const Prepared& prepared, Counts& counts) {
  std::set<std::pair<std::string, std::uint32_t>> held;
  if (prepared.learnt) {
    for (const DrawName& draw : prepared.learnt->draws) held.emplace(draw.stream, draw.step);
  }
  for (const DrawName& draw : prepared.plan.draws) {
    (held.contains({draw.stream, draw.step}) ? counts.recalled : counts.normals) += 1;
  }
}

bool takes_exp(const Marginal& marginal) {
  const std::string words = marginal.describe();
  return words.starts_with("lognormal") || words.starts_with("logit-normal");
}

void count_driver(const PlannedDriver& driver, int quarters, Counts& counts) {
  counts.exps += static_cast<double>(
      std::ranges::count_if(driver.knots, [](const PlannedCourse::Knot& knot) { return takes_exp(knot.marginal); }));
  const auto weights = driver.moves ? driver.weights : driver.weights.topRows(1);
  counts.multiply_adds += static_cast<double>((weights.array() != 0.0).count());
  if (driver.first_noise_row < 0) return;
  counts.multiply_adds += quarters;
  if (driver.support != Support::real) counts.exps += quarters;
}

Counts count(const Prepared& prepared) {
  const Plan& plan = prepared.plan;
  const int quarters = plan.timeline.quarters();
  Counts counts;
  count_draws(prepared, counts);
  counts.exps = model_exps_once + model_exps_a_quarter * (quarters + 1);
  int rows = 0;
  for (const PlannedDriver& driver : plan.drivers) {
    if (driver.certain) continue;
    count_driver(driver, quarters, counts);
    rows += driver.moves ? plan.timeline.slices() : 1;
  }
  for (const PlannedDependence& group : plan.dependence) {
    const auto size = static_cast<double>(group.rows.size());
    counts.multiply_adds += 0.5 * size * (size + 1.0);
  }
  counts.values = static_cast<double>(plan.draws.size() + prepared.rows.held.size()) + rows;
  return counts;
}

double print_floor(const Counts& counts) {
  double floor = 0;
  const auto row = [&](const char* name, double a_path, double each) {
    fmt::print("{:<32}{:>8.0f}{:>10.3f}{:>10.0f}\n", name, a_path, each, a_path * each);
    floor += a_path * each;
  };
  constexpr double bytes_of_addition = 24, bytes_of_value = 16, bytes_of_code = 2;
  fmt::print("{:<32}{:>8}{:>10}{:>10}\n", "", "a path", "ns each", "ns");
  row("normals drawn", counts.normals, bench::normal_nanoseconds());
  row("exponentials and logarithms", counts.exps, bench::single_exp_nanoseconds());
  row("multiply-adds of drivers", counts.multiply_adds, bench::multiply_add_nanoseconds());
  row("bytes written and read", bytes_of_value * counts.values + bytes_of_code * counts.recalled,
      bench::addition_nanoseconds() / bytes_of_addition);
  fmt::print("{:<50}{:>10.0f}\n\n", "floor", floor);
  return floor;
}

/// The fastest of some goes, stage by stage.
double print_stages(const Prepared& prepared) {
  constexpr std::int64_t paths = 65'536;
  StageProfile fastest = profile_stages(prepared, paths);
  for (int go = 1; go < 5; ++go) {
    const StageProfile profile = profile_stages(prepared, paths);
    for (std::size_t i = 0; i < profile.seconds.size(); ++i)
      fastest.seconds[i] = std::min(fastest.seconds[i], profile.seconds[i]);
  }
  double together = 0;
  for (int i = 0; i < stage_count; ++i) {
    const double each = 1e9 * fastest.seconds[static_cast<std::size_t>(i)] / static_cast<double>(paths);
    fmt::print("{:<50}{:>10.0f}\n", name_of(static_cast<Stage>(i)), each);
    together += each;
  }
  return together;
}

void main_program(const char* cache) {
  ScenarioRequest request{.file = WAFERCAST_SOURCE_DIR "/scenarios/base.yaml"};
  request.read.as_of = parse_date("2026-09-10");
  request.cache = cache;
  const Prepared prepared = prepare(request);
  const double floor = print_floor(count(prepared));
  const double together = print_stages(prepared);
  fmt::print("{:<50}{:>10.0f}, {:.2f} times the floor\n", "measured", together, together / floor);
}

}  // namespace
}  // namespace wafercast

int main(int argc, char** argv) {
  wafercast::main_program(argc > 1 ? argv[1] : "");
}
