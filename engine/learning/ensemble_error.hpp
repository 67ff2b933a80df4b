#pragma once

#include <engine/core/parallel.hpp>
#include <engine/forecast/forecast.hpp>
#include <engine/forecast/plan_questions.hpp>
#include <engine/learning/member_values.hpp>
#include <engine/simulation/plan.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace wafercast {

/// How a run drew from a posterior's groups, or from sets of points: the paths of block b are those of group b mod
/// groups.
struct GroupedPaths {
  int groups;
  std::int64_t members;    ///< of all groups; paths beyond them repeat them
  std::int64_t paths;      ///< of the run
  bool of_points = false;  ///< its paths, and its members, are points: each group a set of its own
};

/// Lets the errors of a conditioned forecast cover the ensemble's chance too. The groups were conditioned
/// independently, so how far what they say lies apart shows both sources at once. For a probability p, and for a
/// quantile by the part of the paths below it,
///   error² = p (1 − p) / min(paths, members) + max(0, s² / groups − p (1 − p) / n),
/// where s² is the variance of p over the groups and n the paths that were looked at (at most the members); a
/// quantile's error follows by the density that its Monte Carlo error implies. Means and standard deviations likewise.
/// Paths beyond the members add nothing to what is known of the draws that the members hold.
///
/// Points are no independent draws: what p (1 − p) says of those does not hold, and error² = s² / groups alone; of
/// a part of them, or a quantile, at least one point's worth, since mirrored sets can agree by construction.
///
/// Same bits for any number of threads, and whether `kept` has what the first min(paths, members) paths said or they
/// are run once more; it is null, or of rows among which are all of the forecast's and of its questions.
void add_ensemble_error(Forecast& forecast, const Plan& plan, const Model& model, const Sampler& sampler,
                        const std::vector<PlannedQuestion>& questions, const GroupedPaths& grouped, Threads threads,
                        const MemberValues* kept = nullptr);

/// Room for what add_ensemble_error() looks at; null where there is nothing to keep, or too much.
std::unique_ptr<MemberValues> room_for_members(const GroupedPaths& grouped, const std::vector<int>& rows, int events);

}  // namespace wafercast
