#include <runners/jobs/runs/contradictions.hpp>

#include <engine/insight/driver_draws.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wafercast {
namespace {

constexpr std::int64_t paths_drawn = 4096;
constexpr double far_from_one = 1.25;  ///< or its inverse
constexpr double far_moved = 0.75;     ///< in standard deviations of what was believed
constexpr std::size_t most_told = 2;

bool has_no_name(const std::string& driver) {
  return driver.ends_with(".unexplained");
}

/// How far a factor is from one, either way.
double distance(const Unnamed& unnamed) {
  return std::abs(std::log(unnamed.factor.p50));
}

/// The periods that a forecast shows: its quarters, and the years that it completes.
std::vector<Period> periods_shown(const Timeline& timeline) {
  std::vector<Period> periods;
  const FiscalQuarter last = timeline.first() + (timeline.quarters() - 1);
  for (int q = 0; q < timeline.quarters(); ++q) periods.push_back(Period::quarter(timeline.first() + q));
  for (int year = timeline.first().fiscal_year(); year <= last.fiscal_year(); ++year) {
    if (Period::year(year).last_quarter() <= last) periods.push_back(Period::year(year));
  }
  return periods;
}

/// The factors without a name in each period; of a year the mean of the quarters that are forecast.
std::vector<Unnamed> unnamed_by_period(const Prepared& prepared, Threads threads) {
  const Timeline& timeline = prepared.plan.timeline;
  const std::vector<DriverSpec>& drivers = prepared.model->drivers();
  std::vector<int> unnamed;
  std::vector<DriverPoint> points;
  for (int driver = 0; driver < static_cast<int>(drivers.size()); ++driver) {
    if (!has_no_name(drivers[static_cast<std::size_t>(driver)].name)) continue;
    unnamed.push_back(driver);
    for (int q = 0; q < timeline.quarters(); ++q) points.push_back({driver, Timeline::horizon + q});
  }
  const Eigen::MatrixXd draws =
      draw_drivers(prepared.plan, *prepared.model, prepared.sampler(), points, paths_drawn, threads);
  std::vector<Unnamed> factors;
  for (std::size_t u = 0; u < unnamed.size(); ++u) {
    const int column = static_cast<int>(u) * timeline.quarters();
    for (const Period& period : periods_shown(timeline)) {
      const int first = std::max(period.first_quarter() - timeline.first(), 0);
      const int count = period.last_quarter() - timeline.first() - first + 1;
      const Eigen::VectorXd mean = draws.middleCols(column + first, count).rowwise().mean();
      factors.push_back({drivers[static_cast<std::size_t>(unnamed[u])].name, period, range_of(values_of(mean))});
    }
  }
  return factors;
}

/// The farthest from one of those that are far; a year says more than a quarter.
std::optional<Unnamed> farthest(std::vector<Unnamed> factors) {
  std::erase_if(factors, [](const Unnamed& factor) { return distance(factor) <= std::log(far_from_one); });
  if (factors.empty()) return std::nullopt;
  return *std::ranges::max_element(
      factors, {}, [](const Unnamed& factor) { return std::pair(factor.period.is_year(), distance(factor)); });
}

/// The drivers with a name that were moved far, the farthest first; where something has no name, the farthest anyhow.
std::vector<Lesson> far_moved_of(std::vector<Lesson> all, const Model& model, bool any) {
  std::erase_if(all, [&](const Lesson& lesson) {
    const auto spec = std::ranges::find(model.drivers(), lesson.driver, &DriverSpec::name);
    return has_no_name(lesson.driver) || spec->initial;
  });
  const auto sigmas = [](const Lesson& lesson) { return std::abs(lesson.sigmas); };
  std::ranges::stable_sort(all, std::ranges::greater(), sigmas);
  std::size_t told = std::min(most_told, all.size());
  while (told > (any ? 1U : 0U) && sigmas(all[told - 1]) < far_moved) --told;
  all.resize(told);
  return all;
}

}  // namespace

BeliefsAndRecord contradictions(const Prepared& prepared, const Sampler& believed, Threads threads) {
  BeliefsAndRecord told;
  told.unnamed = farthest(unnamed_by_period(prepared, threads));
  const FiscalQuarter first = prepared.plan.timeline.first();
  const int quarter = told.unnamed ? told.unnamed->period.last_quarter() - first : usual_lesson_quarter;
  told.contradicted = far_moved_of(lessons(prepared.plan, *prepared.model, believed, prepared.sampler(), paths_drawn,
                                           prepared.model->drivers().size(), quarter, threads),
                                   *prepared.model, told.unnamed.has_value());
  return told;
}

}  // namespace wafercast
