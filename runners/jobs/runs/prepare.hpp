#pragma once

#include <engine/core/parallel.hpp>
#include <engine/language/read.hpp>
#include <engine/learning/ensemble_error.hpp>
#include <engine/learning/learnt.hpp>
#include <engine/scenario/scenario.hpp>
#include <engine/simulation/model.hpp>
#include <engine/simulation/plan.hpp>
#include <runners/jobs/runs/sampling.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
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
  Sampling sampling{};
  SeriesAsked series{};                    ///< that its forecast holds; the usual ones are not named
  SummarisedRows rows{};                   ///< of the plan's series, the same
  Dimensions dimensions{};                 ///< of what is drawn for each path; empty where nothing is of points
  std::shared_ptr<const Learnt> learnt{};  ///< absent when nothing is observed
  Draws draws{};                           ///< of the plan

  /// The draws that the forecast is made of.
  const Sampler& sampler() const { return draws.sampler(); }

  /// How its paths were dealt out to sets that know nothing of each other.
  GroupedPaths grouped(std::int64_t paths) const;

  /// The draws of another plan of the same scenario. Of points, a draw that the scenario itself does not have is
  /// independent.
  Draws draws_for(const Plan& other) const;
};

/// Reads a scenario for the models of this program. Throws InputError.
Scenario read(const ScenarioRequest& request);

/// The options with which scenarios for the models of this program are read.
ReadOptions for_models_of_this_program(ReadOptions options);

/// A scenario compiled against the model that it names, with its questions checked.
struct Compiled {
  std::unique_ptr<Model> model;
  Plan plan;
};

/// Throws InputError with all that the model has to say of the scenario.
Compiled compile_for_model(const Scenario& scenario);

/// Conditions the scenario as it is believed, or recalls what came of it. Nothing where it observes nothing. Throws
/// ConflictError and Stopped.
std::unique_ptr<Learnt> learn_or_recall(const Scenario& scenario, const ScenarioRequest& request);

/// Reads, compiles and conditions. What is learnt is learnt of the scenario as it is believed; what it supposes comes
/// on top, and no datum explains it away. Throws InputError for a bad scenario and ConflictError when the data
/// contradict it, and Stopped.
Prepared prepare(const ScenarioRequest& request);

/// The same of a scenario that was read for the request already.
Prepared prepare(Scenario scenario, const ScenarioRequest& request);

/// The same beside another that was prepared for a request which differs in its settings alone: what both learn is
/// learnt once.
Prepared prepare(Scenario scenario, const ScenarioRequest& request, const Prepared& beside);

}  // namespace wafercast
