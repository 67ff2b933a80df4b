#include <engine/learning/ensemble_error.hpp>

#include <engine/simulation/simulate.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

namespace wafercast {
namespace {

/// A figure whose error is to be widened, with where it comes from.
struct Target {
  int series;
  std::vector<int> events{};             ///< it rests on the paths on which these happened, or did not; empty: on all
  std::vector<Question::Given> given{};  ///< which of the two, by event
  std::vector<double> thresholds;        ///< parts of the paths are counted below each
  Distribution* distribution = nullptr;  ///< its quantiles belong to the thresholds, in their order
  Estimate* probability = nullptr;       ///< or a probability, of one threshold
};

/// Counts and sums of blocks, for all targets.
struct Tally {
  explicit Tally(const std::vector<Target>& targets) : paths(targets.size(), 0.0), sum(paths), squares(paths) {
    for (const Target& target : targets) below.emplace_back(target.thresholds.size(), 0.0);
  }

  std::vector<double> paths, sum, squares;  ///< by target; values are relative to the distribution's mean
  std::vector<std::vector<double>> below;
};

/// Whether a lane counts, 0 or 1. Integers, so that the compiler may add many side by side: no order of theirs gives
/// another sum.
using LaneCounts = Eigen::Array<std::int64_t, block_lanes, 1>;

LaneCounts counted_lanes(const Target& target, const SeriesBlock& block) {
  const Lanes& value = block.values[target.series];
  LaneCounts counted;
  for (int lane = 0; lane < block_lanes; ++lane) counted[lane] = value[lane] - value[lane] == 0.0;  // finite
  for (std::size_t g = 0; g < target.events.size(); ++g) {
    const Lanes& happened = block.happened[target.events[g]];
    const double wanted = target.given[g].happened ? 1.0 : 0.0;
    for (int lane = 0; lane < block_lanes; ++lane) counted[lane] &= happened[lane] == wanted;
  }
  return counted;
}

double count_below(double threshold, const Lanes& value, const LaneCounts& counted) {
  std::int64_t below = 0;
  for (int lane = 0; lane < block_lanes; ++lane) below += value[lane] < threshold ? counted[lane] : 0;
  return static_cast<double>(below);
}

void add_block(const std::vector<Target>& targets, const SeriesBlock& block, Tally& tally) {
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const Target& target = targets[t];
    const LaneCounts counted = counted_lanes(target, block);
    const Lanes& value = block.values[target.series];
    tally.paths[t] += static_cast<double>(counted.sum());
    for (std::size_t k = 0; k < target.thresholds.size(); ++k) {
      tally.below[t][k] += count_below(target.thresholds[k], value, counted);
    }
    if (target.distribution == nullptr) continue;
    const double mean = target.distribution->mean.value;
    Lanes apart;
    for (int lane = 0; lane < block_lanes; ++lane) apart[lane] = counted[lane] != 0 ? value[lane] - mean : 0.0;
    tally.sum[t] += apart.sum();
    tally.squares[t] += apart.square().sum();
  }
}

/// Rounds of the groups' blocks that are looked at.
std::int64_t rounds_of(const GroupedPaths& grouped) {
  return std::min(grouped.paths, grouped.members) / (grouped.groups * block_lanes);
}

/// By group, merged in the order of the blocks; `block_of(slot, block)` answers what a block said.
template <class BlockOf>
std::vector<Tally> tallies_of(const std::vector<Target>& targets, const GroupedPaths& grouped, Threads threads,
                              const BlockOf& block_of) {
  std::vector<Tally> groups(static_cast<std::size_t>(grouped.groups), Tally(targets));
  parallel_for(grouped.groups, threads, [&](int slot, std::int64_t group) {
    for (std::int64_t round = 0; round < rounds_of(grouped); ++round) {
      const SeriesBlock& series = block_of(static_cast<std::size_t>(slot), round * grouped.groups + group);
      add_block(targets, series, groups[static_cast<std::size_t>(group)]);
    }
  });
  return groups;
}

std::vector<Tally> tallies_of_kept(std::vector<Target> targets, const MemberValues& kept, const GroupedPaths& grouped,
                                   Threads threads) {
  for (Target& target : targets) {
    target.series = static_cast<int>(std::ranges::lower_bound(kept.rows(), target.series) - kept.rows().begin());
  }
  return tallies_of(targets, grouped, threads,
                    [&](std::size_t, std::int64_t block) -> const SeriesBlock& { return kept.block(block); });
}

std::vector<Tally> tallies_of_run(const std::vector<Target>& targets, const Plan& plan, const Model& model,
                                  const Sampler& sampler, const GroupedPaths& grouped, Threads threads) {
  std::vector<int> rows;
  for (const Target& target : targets) rows.push_back(target.series);
  std::vector<std::unique_ptr<BlockRunner>> runners;
  for (int slot = 0; slot < worker_slots(threads); ++slot) {
    runners.push_back(std::make_unique<BlockRunner>(plan, model, sampler, nullptr, rows));
  }
  return tallies_of(targets, grouped, threads, [&](std::size_t slot, std::int64_t block) -> const SeriesBlock& {
    return runners[slot]->run(static_cast<std::uint64_t>(block * block_lanes), block_lanes);
  });
}

/// Variance over the groups of what `figure` says of each; and on how many paths a group rests, on average.
struct Spread {
  double variance;
  double paths;
};

template <class Figure>
Spread spread_over(const std::vector<Tally>& groups, std::size_t target, const Figure& figure) {
  double mean = 0.0, squares = 0.0, paths = 0.0, n = 0.0;
  for (const Tally& group : groups) {
    if (group.paths[target] < 2.0) continue;
    const double value = figure(group);
    n += 1.0;
    paths += group.paths[target];
    const double step = value - mean;
    mean += step / n;
    squares += step * (value - mean);
  }
  return {n > 1.0 ? squares / (n - 1.0) : 0.0, n > 0.0 ? paths / n : 0.0};
}

/// By what an error is to be multiplied: `own` is the variance of the figure on one independent path, `used` the number
/// of paths that the error counted.
class Widening {
 public:
  Widening(const std::vector<Tally>& groups, const GroupedPaths& grouped)
      : groups_(static_cast<double>(groups.size())), grouped_(grouped) {}

  double operator()(const Spread& spread, double own, double used) const {
    if (!(own > 0.0) || spread.paths <= 0.0) return 1.0;
    const double counted = own / used;
    if (grouped_.of_points) return std::sqrt(spread.variance / groups_ / counted);
    // Of the paths that a condition leaves, as many differ in what was learnt as of all.
    const double different =
        std::min(1.0, static_cast<double>(grouped_.members) / static_cast<double>(grouped_.paths)) * used;
    const double chance = std::max(0.0, (spread.variance - own / spread.paths) / groups_);
    return std::sqrt((own / different + chance) / counted);
  }

 private:
  double groups_;
  const GroupedPaths& grouped_;
};

void widen(const Target& target, std::size_t index, const std::vector<Tally>& groups, const GroupedPaths& grouped) {
  const Widening widening(groups, grouped);
  const auto part_below = [&](std::size_t k) {
    Spread spread =
        spread_over(groups, index, [&](const Tally& group) { return group.below[index][k] / group.paths[index]; });
    const double all = spread.paths * static_cast<double>(groups.size());
    if (grouped.of_points)
      spread.variance = std::max(spread.variance, static_cast<double>(groups.size()) / (all * all));
    return spread;
  };
  if (target.probability != nullptr) {
    const double p = target.probability->value;
    const double used = static_cast<double>(grouped.paths);
    target.probability->error *= widening(part_below(0), p * (1.0 - p), used);
    return;
  }
  Distribution& distribution = *target.distribution;
  const auto used = static_cast<double>(distribution.paths);
  std::size_t k = 0;
  for (auto& [p, quantile] : distribution.quantiles) {
    quantile.error *= widening(part_below(k++), p * (1.0 - p), used);
  }
  const double variance = distribution.sd.value * distribution.sd.value;
  const Spread means = spread_over(groups, index, [&](const Tally& g) { return g.sum[index] / g.paths[index]; });
  distribution.mean.error *= widening(means, variance, used);
  const Spread sds = spread_over(groups, index, [&](const Tally& g) {
    const double mean = g.sum[index] / g.paths[index];
    return std::sqrt(std::max(0.0, g.squares[index] / g.paths[index] - mean * mean));
  });
  const double own = distribution.sd.error * distribution.sd.error * used;
  distribution.sd.error *= widening(sds, own, used);
}

std::vector<double> thresholds_of(const Distribution& distribution) {
  std::vector<double> thresholds;
  for (const auto& [p, quantile] : distribution.quantiles) thresholds.push_back(quantile.value);
  return thresholds;
}

std::vector<Target> targets_of(Forecast& forecast, const Plan& plan, const std::vector<PlannedQuestion>& questions) {
  std::map<std::pair<std::string, Period>, int> rows;
  for (std::size_t i = 0; i < plan.series.size(); ++i) {
    rows[{plan.series[i].metric, plan.series[i].period}] = static_cast<int>(i);
  }
  std::vector<Target> targets;
  for (MetricForecast& metric : forecast.metrics) {
    for (auto& [period, distribution] : metric.periods) {
      const auto row = rows.find({metric.name, period});
      if (row == rows.end() || distribution.paths == 0) continue;
      targets.push_back(
          {.series = row->second, .thresholds = thresholds_of(distribution), .distribution = &distribution});
    }
  }
  for (std::size_t q = 0; q < questions.size(); ++q) {
    Answer& answer = forecast.answers[q];
    Target target{.series = questions[q].series,
                  .events = questions[q].given_events,
                  .given = questions[q].question.given,
                  .thresholds = {}};
    if (answer.paths == 0) continue;
    if (answer.distribution) {
      target.thresholds = thresholds_of(*answer.distribution);
      target.distribution = &*answer.distribution;
    } else if (answer.probability) {
      target.thresholds = {questions[q].question.threshold->value};
      target.probability = &*answer.probability;
    }
    targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace

void add_ensemble_error(Forecast& forecast, const Plan& plan, const Model& model, const Sampler& sampler,
                        const std::vector<PlannedQuestion>& questions, const GroupedPaths& grouped, Threads threads,
                        const MemberValues* kept) {
  if (grouped.groups < 2) return;
  const std::vector<Target> targets = targets_of(forecast, plan, questions);
  const bool are_kept = kept != nullptr && kept->holds(rounds_of(grouped) * grouped.groups);
  const std::vector<Tally> groups = are_kept ? tallies_of_kept(targets, *kept, grouped, threads)
                                             : tallies_of_run(targets, plan, model, sampler, grouped, threads);
  for (std::size_t t = 0; t < targets.size(); ++t) widen(targets[t], t, groups, grouped);
}

std::unique_ptr<MemberValues> room_for_members(const GroupedPaths& grouped, const std::vector<int>& rows, int events) {
  if (grouped.groups < 2) return nullptr;
  const std::int64_t blocks = rounds_of(grouped) * grouped.groups;
  if (MemberValues::bytes_of(rows.size(), events, blocks) > MemberValues::most_bytes) return nullptr;
  return std::make_unique<MemberValues>(rows, events, blocks);
}

}  // namespace wafercast
