#include <engine/learning/learnt.hpp>

#include <engine/core/figure_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

using Scale = Evidence::Scale;

/// A conflict in the units in which people read figures; what the ensemble sees are logarithms.
class ConflictInUnits final : public ConflictError {
 public:
  ConflictInUnits(const ConflictError& conflict, std::string message)
      : ConflictError(conflict), message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

std::string in_words(double value, Scale scale, const Unit& unit) {
  if (scale == Scale::amount) return figure_text(std::exp(value), unit);
  return figure_text(scale == Scale::growth ? std::expm1(value) : value, Unit());
}

/// The unit of the metric that an observation's name starts with; plain numbers where it names a movement.
Unit unit_of(const std::string& observation, const Model& model) {
  const std::string metric = observation.substr(0, observation.find(' '));
  const auto spec = std::ranges::find(model.metrics(), metric, &MetricSpec::name);
  return spec == model.metrics().end() ? Unit() : Unit::parse(spec->unit).value_or(Unit());
}

std::string in_units(const ConflictError& conflict, const Evidence& evidence, const Model& model) {
  std::string message;
  for (const ObservationFit& fit : conflict.conflicts()) {
    const auto& all = evidence.observations();
    const auto at = std::ranges::find(all, fit.observation.name, &Observation::name) - all.begin();
    const Scale scale = evidence.scales()[static_cast<std::size_t>(at)];
    const Unit unit = unit_of(fit.observation.name, model);
    message +=
        fmt::format("{}{}: {} reported, the prior says {} ± {:.2g} %, {:.1f} sigmas away", message.empty() ? "" : "\n",
                    fit.observation.name, in_words(fit.observation.value, scale, unit),
                    in_words(fit.prior_mean, scale, unit), 100.0 * fit.prior_sd, std::abs(fit.sigmas));
  }
  return message;
}

}  // namespace

static_assert(members_step == block_lanes * conditioning_groups);

std::unique_ptr<Learnt> learn(const Scenario& scenario, const ModelMaker& make_model,
                              const MemberSampler& member_sampler, Threads threads, const std::function<bool()>& stop) {
  if (!scenario.conditioning) return nullptr;
  const Evidence evidence(scenario, make_model);
  const std::vector<Observation>& observations = evidence.observations();
  if (observations.empty()) return nullptr;
  const ConditioningOptions options{.members = scenario.conditioning->members,
                                    .groups = scenario.conditioning->groups,
                                    .threads = threads,
                                    .stop = stop};
  const auto prior =
      member_sampler(member_draws(evidence.draws(), observations, options), options.members / options.groups);
  try {
    return std::make_unique<Learnt>(Learnt{evidence.draws(), evidence.scales(),
                                           condition(evidence.draws(), *prior, evidence, observations, options),
                                           evidence.notes()});
  } catch (const ConflictError& conflict) {
    const Timeline ahead(scenario.calendar, scenario.last_reported, scenario.learnt_quarters);
    throw ConflictInUnits(conflict, in_units(conflict, evidence, *make_model(scenario, ahead)));
  }
}

}  // namespace wafercast
