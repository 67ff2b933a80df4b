#include <runners/jobs/runs/learnt_in_part.hpp>

#include <engine/insight/driver_draws.hpp>
#include <engine/insight/series_draws.hpp>
#include <engine/scenario/reliance.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <utility>

namespace wafercast {
namespace {

/// Of the paths on which the series is defined.
ValueRange range_of_defined(std::span<const double> values) {
  std::vector<double> defined;
  std::ranges::copy_if(values, std::back_inserter(defined), [](double value) { return std::isfinite(value); });
  return range_of(defined);
}

}  // namespace

LearntInPart::LearntInPart(const Prepared& whole, const ScenarioRequest& request, std::vector<int> rows,
                           const std::optional<Conditioning>& drawn)
    : whole_(whole), request_(request), rows_(std::move(rows)) {
  request_.examine = {};
  request_.sampling = {};
  if (drawn) drawn_ = lighter(*drawn);
}

/// Medians beside a forecast, learnt several times over: a quarter of the members tells them to about half a per cent,
/// in two groups that are each large enough to be whitened.
Conditioning LearntInPart::lighter(Conditioning part) {
  constexpr std::int64_t enough = 4096;
  if (part.members <= enough) return part;
  part.members = enough;
  part.groups = 2;
  return part;
}

const SeriesKey& LearntInPart::series(std::size_t i) const {
  return whole_.plan.series[static_cast<std::size_t>(rows_[i])];
}

void LearntInPart::learn(const std::vector<Conditioning>& parts) const {
  std::map<std::string, Conditioning> wanted;
  for (const Conditioning& part : parts) {
    Conditioning light = lighter(part);
    std::string digest = digest_of_part(light, whole_.scenario);
    if (!known_.contains(digest)) wanted.emplace(std::move(digest), std::move(light));
  }
  std::vector<const Conditioning*> unknown;
  for (const auto& [digest, part] : wanted) unknown.push_back(&part);
  std::vector<Known> learnt(unknown.size());
  parallel_for(static_cast<std::int64_t>(unknown.size()), request_.threads, [&](int, std::int64_t index) {
    const auto part = static_cast<std::size_t>(index);
    learnt[part] = learnt_from(*unknown[part], {1});
  });
  for (std::size_t i = 0; const auto& [digest, part] : wanted) known_.emplace(digest, std::move(learnt[i++]));
}

const Sampler* LearntInPart::sampler() const {
  const Known& drawn = known(drawn_.value());
  return drawn.forecast ? &drawn.draws.sampler() : nullptr;
}

const LearntInPart::Known& LearntInPart::known(const Conditioning& part) const {
  const std::string digest = digest_of_part(part, whole_.scenario);
  const auto found = known_.find(digest);
  if (found != known_.end()) return found->second;
  return known_.emplace(digest, learnt_from(part, request_.threads)).first->second;
}

/// What is learnt changes nothing but the draws: plan and model are the whole's.
LearntInPart::Known LearntInPart::learnt_from(Conditioning part, Threads threads) const {
  const Scenario scenario = learning_from(std::move(part), whole_.scenario);
  ScenarioRequest request = request_;
  request.threads = threads;
  Known known;
  try {
    known.learnt = learn_or_recall(scenario, request);
  } catch (const ConflictError&) {
    return known;
  }
  const Plan& plan = whole_.plan;
  known.draws.prior = std::make_unique<PhiloxSampler>(request.seed, plan.draws);
  if (known.learnt) {
    known.draws.posterior = std::make_unique<PosteriorSampler>(plan.draws, *known.draws.prior, known.learnt->draws,
                                                               known.learnt->posterior);
  }
  const Eigen::MatrixXd values =
      draw_series(plan, *whole_.model, known.draws.sampler(), rows_, scenario.conditioning->members, threads);
  known.forecast.emplace();
  for (Eigen::Index s = 0; s < values.cols(); ++s) known.forecast->push_back(range_of_defined(values_of(values, s)));
  const bool is_drawn = drawn_ && scenario.evidence_digest == digest_of_part(*drawn_, whole_.scenario);
  if (!is_drawn) known = {.forecast = std::move(known.forecast)};
  return known;
}

}  // namespace wafercast
