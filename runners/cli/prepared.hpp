#pragma once

#include <wafercast/core/parallel.hpp>
#include <wafercast/insight/conditioning.hpp>
#include <wafercast/scenario/read.hpp>
#include <wafercast/scenario/scenario.hpp>
#include <wafercast/simulation/model.hpp>
#include <wafercast/simulation/plan.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace wafercast {

/// A scenario made ready to be simulated: compiled, and conditioned on what it observes.
struct Prepared {
  Scenario scenario;
  std::unique_ptr<Model> model;
  Plan plan;
  std::unique_ptr<Sampler> prior{};      ///< draws as they were believed
  std::unique_ptr<Posterior> learnt{};   ///< absent when nothing is observed
  std::unique_ptr<Sampler> posterior{};  ///< absent likewise

  /// The draws that the forecast is made of.
  const Sampler& sampler() const { return posterior ? *posterior : *prior; }
};

/// Options for reading scenarios for the models of this program.
ReadOptions read_options();

/// Reads, compiles and conditions. A scenario that extends one with `observe: condition` inherits what that one learnt,
/// and its own changes come on top: data are explained by the scenario that they were stated for, not by a what-if.
/// Throws InputError for a bad scenario and ConflictError when the data contradict it.
Prepared prepare(const std::filesystem::path& file, const ReadOptions& options, std::uint64_t seed, Threads threads);

}  // namespace wafercast
