#pragma once

#include <wafercast/core/parallel.hpp>
#include <wafercast/insight/conditioning.hpp>
#include <wafercast/insight/evidence.hpp>
#include <wafercast/scenario/read.hpp>
#include <wafercast/scenario/scenario.hpp>
#include <wafercast/simulation/model.hpp>
#include <wafercast/simulation/plan.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace wafercast {

/// What draws the z's of a plan: as they were believed, and as they were learnt.
struct Draws {
  std::unique_ptr<Sampler> prior{};
  std::unique_ptr<Sampler> posterior{};  ///< absent when nothing is observed

  const Sampler& sampler() const { return posterior ? *posterior : *prior; }
};

/// A scenario made ready to be simulated: compiled, and conditioned on what it observes.
struct Prepared {
  Scenario scenario;
  std::unique_ptr<Model> model;
  Plan plan;
  std::uint64_t seed;
  std::unique_ptr<Posterior> learnt{};           ///< absent when nothing is observed
  std::vector<DrawName> learnt_draws{};          ///< the rows of its z's
  std::vector<Evidence::Scale> learnt_scales{};  ///< of its observations
  Draws draws{};                                 ///< of the plan

  /// The draws that the forecast is made of.
  const Sampler& sampler() const { return draws.sampler(); }

  /// The draws of another plan of the same scenario.
  Draws draws_for(const Plan& other) const;
};

/// Options for reading scenarios for the models of this program.
ReadOptions read_options(const Reach& reach);

/// Reads, compiles and conditions. What is learnt is learnt of the scenario as it is believed; what it supposes comes
/// on top, and no datum explains it away. Throws InputError for a bad scenario and ConflictError when the data
/// contradict it.
Prepared prepare(const std::filesystem::path& file, const ReadOptions& options, std::uint64_t seed, Threads threads);

}  // namespace wafercast
