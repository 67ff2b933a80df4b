#pragma once

#include <engine/core/parallel.hpp>
#include <engine/learning/conditioning.hpp>
#include <engine/learning/evidence.hpp>
#include <engine/scenario/conditioning.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wafercast {

/// What a scenario learnt from what it observes.
struct Learnt {
  std::vector<DrawName> draws;          ///< the rows of the posterior's z's
  std::vector<Evidence::Scale> scales;  ///< how each observation is read
  Posterior posterior;
  std::vector<std::string> notes;  ///< what was left out, a line each for people
};

/// Makes what draws the member_draws() of an ensemble: that many for the first group, as many for the next.
using MemberSampler =
    std::function<std::unique_ptr<Sampler>(const std::vector<DrawName>& draws, std::int64_t members_of_group)>;

/// Conditions a scenario as it is believed. Nothing where it observes nothing. Throws like Evidence and condition().
std::unique_ptr<Learnt> learn(
    const Scenario& scenario, const ModelMaker& make_model, const MemberSampler& member_sampler, Threads threads,
    const std::function<bool()>& stop = [] { return false; });

}  // namespace wafercast
