#pragma once

#include <engine/core/parallel.hpp>
#include <engine/learning/quantised_draws.hpp>
#include <engine/simulation/stages/sampler.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace wafercast {

/// What the forecast is conditioned on: one figure, and the sd of a normal error around what the model says of it.
struct Observation {
  std::string name;  ///< "revenue FY25Q4", for messages; also names the stream of its errors; differs from all others
  double value;
  double error;  ///< sd, above zero

  /// Learnt in a second pass, once the members have learnt from all others.
  bool later = false;

  /// Part of what the members predict by then, which its target takes over.
  struct Part {
    int observation;  ///< learnt later too, of which the mean prediction counts
    double weight;
    double beside;  ///< the value that it is held against
  };
  /// The target of the second pass is value + Σ weight · (mean prediction − beside).
  std::vector<Part> pooled{};
};

/// From standard normals to what would have been observed: row k of `observed` for observation k. Pure; shared by all
/// threads.
class ObservationMap {
 public:
  virtual ~ObservationMap() = default;

  /// Memory for one worker.
  struct Workspace {
    virtual ~Workspace() = default;
  };
  virtual std::unique_ptr<Workspace> workspace() const = 0;

  /// Which rows are wanted: all, or those of observations that are learnt later, when others may be left as they are.
  enum class Wanted { all, later };

  /// Allocates nothing.
  virtual void observe(const LaneTable& z, Workspace& workspace, LaneTable& observed, Wanted wanted) const = 0;
};

/// The members are parted into groups that know nothing of each other: how far their forecasts lie apart says how much
/// of a forecast is the ensemble's chance. Where a group has at least twice as many members as draws and errors
/// together, they are whitened first (whitening.hpp). In smaller groups every covariance is noisy; there, localisation
/// trades noise for blindness: a draw whose true correlation with every observation lies below `localisation` /
/// √members is missed.
struct ConditioningOptions {
  std::int64_t members = 16'384;  ///< of all groups together; a multiple of groups · block_lanes
  int groups = 1;
  int steps = 4;              ///< of the multiple data assimilation, in each pass
  double localisation = 3.0;  ///< a correlation of z and observation within this many 1/√members of zero counts as none
  double conflict = 5.0;      ///< sigmas of prior and error together beyond which a datum contradicts the prior
  Threads threads = {};
  std::function<bool()> stop = [] { return false; };  ///< asked between steps, by several threads
};

/// Thrown by learning that was asked to stop. No std::exception: it is no failure, and nobody takes it for one.
struct Stopped {};

/// What was learnt of one observation.
struct ObservationFit {
  Observation observation;
  double prior_mean, prior_sd;          ///< of the observation map over the members, without observation error
  double posterior_mean, posterior_sd;  ///< NaN in a ConflictError, which comes before there is a posterior
  double sigmas;                        ///< (value − prior mean) / √(prior sd² + error²)
};

/// An ensemble of z's that are distributed as the prior given the observations. Members are equally likely.
struct Posterior {
  std::int64_t members = 0;
  int groups = 1;                    ///< block b belongs to group b mod groups
  std::int64_t replaced = 0;         ///< members that took over another's draws, for their predictions were not finite
  QuantisedDraws z;                  ///< by block of members
  std::vector<ObservationFit> fits;  ///< in the order of the observations, over all groups
};

/// All that a member draws: its z's, and after them the errors of each step, by which predictions are perturbed. An
/// error has a stream an observation, so that a further observation changes no other's.
std::vector<DrawName> member_draws(const std::vector<DrawName>& draws, const std::vector<Observation>& observations,
                                   const ConditioningOptions& options);

/// Ensemble smoother with multiple data assimilation in z-space, in one pass or two (A. A. Emerick, A. C. Reynolds,
/// "Ensemble smoother with multiple data assimilation", Computers & Geosciences 55, 2013): N(0, I) in, the posterior
/// out; exact up to sampling error where the map is linear. Bit-identical for any number of threads.
///
/// A member with a prediction that is not finite has a likelihood of zero: it takes over the draws of the next member
/// whose predictions are finite, and goes its own way from there by its own observation errors. Throws ConflictError
/// when the prior cannot explain a datum, Stopped when it was asked to stop, and std::runtime_error when more than 1 %
/// of the members have predictions that are not finite at one of the steps.
///
/// `prior` draws the member_draws(): group g has its paths g · n … (g + 1) · n − 1, of n members a group.
///
/// Cost besides the map: about 4 · draws · observations · members · steps multiplications, and for whitening 2 ·
/// members · (draws + observations · steps)², both in single precision; memory of 4 bytes a draw and member, and as
/// much an error. Expects at least one draw and one observation, and positive errors.
Posterior condition(const std::vector<DrawName>& draws, const Sampler& prior, const ObservationMap& map,
                    const std::vector<Observation>& observations, const ConditioningOptions& options);

/// Data that contradict the prior; what() names each datum and by how many sigmas.
class ConflictError : public std::runtime_error {
 public:
  explicit ConflictError(std::vector<ObservationFit> conflicts);
  const std::vector<ObservationFit>& conflicts() const { return conflicts_; }

 private:
  std::vector<ObservationFit> conflicts_;
};

/// The posterior as a sampling plan: the paths of block b take their z's from the members of block b mod the number of
/// those, so that paths beyond the members repeat them; draws that no member holds (of events, which no evidence sees)
/// are fresh in every path. What is known of the z's that are held does not grow with the paths.
class PosteriorSampler final : public Sampler {
 public:
  /// The plan's draws are found in the posterior by name; those that it does not hold are drawn from `fresh`. `fresh`
  /// and `posterior` have to outlive the sampler.
  PosteriorSampler(const std::vector<DrawName>& plan_draws, const Sampler& fresh,
                   const std::vector<DrawName>& posterior_draws, const Posterior& posterior);

  void fill(std::uint64_t first_path, LaneTable& z) const override;
  std::int64_t period_blocks() const override { return static_cast<std::int64_t>(posterior_.z.blocks()); }

 private:
  struct Row {
    int plan, posterior;
  };
  const Sampler& fresh_;
  const Posterior& posterior_;
  std::vector<Row> rows_;
  std::vector<int> fresh_rows_;
};

}  // namespace wafercast
