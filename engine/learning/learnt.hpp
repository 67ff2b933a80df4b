#pragma once

#include <engine/core/parallel.hpp>
#include <engine/learning/conditioning.hpp>
#include <engine/learning/evidence.hpp>

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

/// Conditions a scenario as it is believed. Nothing where it observes nothing. Throws like Evidence and condition().
std::unique_ptr<Learnt> learn(const Scenario& scenario, const ModelMaker& make_model, std::uint64_t seed,
                              Threads threads);

}  // namespace wafercast
