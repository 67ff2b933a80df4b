#pragma once

#include <engine/insight/difference.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/studies/compared_choice.hpp>

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// Throws InputError for a metric or a period that a plan does not forecast.
void check_choice(const ComparedChoice& choice, const Scenario& scenario, const Plan& plan, const Model& model);

/// The request with a choice that is checked before anything is learnt.
ScenarioRequest with_checked(ScenarioRequest request, ComparedChoice choice);

/// The choice with periods named as the forecast names them: +1 becomes FY27Q3. Throws InputError for a metric or a
/// period that the scenario does not forecast.
ComparedChoice resolved(const Prepared& prepared, ComparedChoice choice);

/// How a prepared scenario draws from what it learnt.
PathGroups groups_of(const Prepared& prepared);

/// One scenario against which others are held, on the same draws. Keeps the values of the chosen metrics on every path:
/// memory grows with paths.
class PairedStudy {
 public:
  static constexpr std::int64_t most_paths_in_memory = 4'000'000;

  /// `base` has to outlive this. Throws InputError for a metric or a period that it does not forecast.
  PairedStudy(const Prepared& base, const ComparedChoice& choice, std::int64_t paths, Threads threads);

  const std::vector<SeriesKey>& series() const { return series_; }

  /// By series; nothing where the other scenario does not forecast it.
  std::vector<std::optional<Difference>> against(const Prepared& other) const;

  /// Notes which of its figures are undefined on some paths; throws InputError for one that is on all.
  void note_undefined_in(Explanation& about) const;

  /// Paths on which a metric that is always a number was none, for one of the two.
  std::int64_t failed_paths(const std::vector<std::optional<Difference>>& differences) const;

 private:
  Eigen::MatrixXd draw(const Prepared& prepared, const std::vector<int>& rows) const;

  std::int64_t paths_;
  Threads threads_;
  PathGroups grouped_;
  std::vector<SeriesKey> series_;
  Eigen::MatrixXd base_;  ///< a row a path, a column a series
};

}  // namespace wafercast
