#pragma once

#include <engine/learning/learnt.hpp>
#include <engine/scenario/conditioning.hpp>
#include <engine/simulation/plan.hpp>
#include <engine/simulation/stages/point_sampler.hpp>
#include <runners/jobs/runs/sampling_kind.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {

/// Paths that are of points come in a power of two times this: whole blocks and their mirrors for every set.
inline constexpr std::int64_t least_points = std::int64_t{2} * block_lanes * conditioning_groups;
inline constexpr std::int64_t usual_points = 16'384;

/// Throws InputError unless points can be as many, with the numbers next to it.
void require_points(std::int64_t paths);

/// The next number that can be, from `paths` on.
std::int64_t points_from(std::int64_t paths);

/// Which dimension of the points each named draw has; a draw without one is independent of all others.
using Dimensions = std::map<std::pair<std::string, std::uint32_t>, int>;

/// All draws of a plan: those first that move some series most, as a few independent paths say.
Dimensions important_first(const Plan& plan, const Model& model, const std::vector<int>& series, std::uint64_t seed,
                           Threads threads);

/// The draws of a plan that the members of an ensemble do not hold, in the order of the plan: the first dimensions, and
/// where there are many the last ones. The members have what lies between (member_sampler), whatever the plan: what was
/// learnt of a scenario serves all that extend it.
Dimensions beside_members(const Plan& plan, const std::vector<DrawName>& held);

/// What draws so many paths in the order of the sets: a block for the first, one for the second, and so on around.
std::unique_ptr<Sampler> sampler_of(const Sampling& sampling, std::uint64_t seed, const std::vector<DrawName>& draws,
                                    const Dimensions& dimensions, std::int64_t paths);

/// How the members of an ensemble are drawn: each group from a set of its own.
MemberSampler member_sampler(const Sampling& sampling, std::uint64_t seed);

}  // namespace wafercast
