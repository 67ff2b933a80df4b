#include <engine/learning/learnt.hpp>

#include <engine/core/figure_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

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

/// A covariance over no more members than there are observations cannot tell these apart.
void require_members(const Conditioning& conditioning, std::size_t observations) {
  const auto of_group = static_cast<std::size_t>(conditioning.members / conditioning.groups);
  if (of_group > observations) return;
  throw InputError(Diagnostic{
      conditioning.where,
      fmt::format("{} members are {} groups of {}, too few to learn from {} observations", conditioning.members,
                  conditioning.groups, of_group, observations),
      fmt::format("state 'members: 16384' under 'observe: condition', and never less than {}",
                  (static_cast<std::int64_t>(observations) * conditioning_groups / members_step + 1) * members_step)});
}

/// Where what is drawn cannot be whitened (whitening.hpp), noise is learnt: 4096 members cost a tenth of the score.
void note_few_members(const Evidence& evidence, const ConditioningOptions& options, std::vector<std::string>& notes) {
  const auto rows = static_cast<std::int64_t>(evidence.draws().size()) +
                    options.steps * static_cast<std::int64_t>(evidence.observations().size());
  const std::int64_t enough = (2 * rows * options.groups + members_step - 1) / members_step * members_step;
  if (options.members >= enough) return;
  notes.push_back(
      fmt::format("learnt with {} members, which takes {} to do well: with a quarter of that, forecasts of "
                  "the past scored a tenth worse",
                  options.members, enough));
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
  require_members(*scenario.conditioning, observations.size());
  const auto prior =
      member_sampler(member_draws(evidence.draws(), observations, options), options.members / options.groups);
  std::vector<std::string> notes = evidence.notes();
  note_few_members(evidence, options, notes);
  try {
    return std::make_unique<Learnt>(Learnt{evidence.draws(), evidence.scales(),
                                           condition(evidence.draws(), *prior, evidence, observations, options),
                                           std::move(notes)});
  } catch (const ConflictError& conflict) {
    const Timeline ahead(scenario.calendar, scenario.last_reported, scenario.learnt_quarters);
    throw ConflictInUnits(conflict, in_units(conflict, evidence, *make_model(scenario, ahead)));
  }
}

}  // namespace wafercast
