#pragma once

#include <engine/learning/conditioning.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wafercast::testing {

/// Of many draws, few are observed.
inline constexpr int observed_draws = 20, other_draws = 400;

/// An observation map from a lambda over lanes.
class LambdaMap final : public ObservationMap {
 public:
  using Function = std::function<void(const LaneTable& z, LaneTable& observed)>;
  explicit LambdaMap(Function function) : function_(std::move(function)) {}

  std::unique_ptr<Workspace> workspace() const override { return std::make_unique<Workspace>(); }
  void observe(const LaneTable& z, Workspace&, LaneTable& observed, Wanted) const override { function_(z, observed); }

 private:
  Function function_;
};

/// Draws "z0", "z1" … at step 0.
inline std::vector<DrawName> draw_names(int count) {
  std::vector<DrawName> names;
  for (int i = 0; i < count; ++i) names.push_back({"z" + std::to_string(i), 0});
  return names;
}

inline Posterior condition_draws(int draws, const ObservationMap& map, const std::vector<Observation>& observations,
                                 const ConditioningOptions& options, std::uint64_t seed = 1) {
  const PhiloxSampler prior(seed, member_draws(draw_names(draws), observations, options));
  return condition(draw_names(draws), prior, map, observations, options);
}

inline double mean(const Posterior& posterior, int draw) {
  double sum = 0.0;
  for (std::size_t block = 0; block < posterior.z.blocks(); ++block) sum += posterior.z.block(block)[draw].sum();
  return sum / static_cast<double>(posterior.members);
}

inline double covariance(const Posterior& posterior, int a, int b) {
  const double mean_a = mean(posterior, a);
  const double mean_b = mean(posterior, b);
  double sum = 0.0;
  for (std::size_t block = 0; block < posterior.z.blocks(); ++block) {
    const LaneTable z = posterior.z.block(block);
    sum += ((z[a] - mean_a) * (z[b] - mean_b)).sum();
  }
  return sum / static_cast<double>(posterior.members - 1);
}

}  // namespace wafercast::testing
