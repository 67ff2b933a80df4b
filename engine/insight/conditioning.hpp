#pragma once

#include <wafercast/core/parallel.hpp>
#include <wafercast/simulation/sampler.hpp>

#include <cstdint>
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

  /// Allocates nothing.
  virtual void observe(const LaneTable& z, Workspace& workspace, LaneTable& observed) const = 0;
};

/// Localisation trades noise for blindness. A draw that no observation depends on passes for informed with probability
/// 1 − (1 − p)^(observations · steps) at the most, p = 0.0027 at the default 3: of 1000 such draws about 10 with one
/// observation and 4 steps, 280 with 30 observations, 480 with 60 (fewer where observations are correlated). What they
/// then pick up is noise of 3/√members. A draw whose true correlation with every observation lies below that is
/// missed; hundreds of such draws behind one observation call for more members, or 0, which switches localisation off.
struct ConditioningOptions {
  std::int64_t members = 16'384;  ///< a multiple of block_lanes
  int steps = 4;                  ///< of the multiple data assimilation
  double localisation = 3.0;  ///< a correlation of z and observation within this many 1/√members of zero counts as none
  double conflict = 5.0;      ///< sigmas of prior and error together beyond which a datum contradicts the prior
  std::uint64_t seed = 1;
  Threads threads = {};
};

/// What was learnt of one observation.
struct ObservationFit {
  Observation observation;
  double prior_mean, prior_sd;          ///< of the observation map over the members, without observation error
  double posterior_mean, posterior_sd;  ///< NaN in a ConflictError, which comes before there is a posterior
  double sigmas;                        ///< (value − prior mean) / √(prior sd² + error²)
};

/// An ensemble of z's that are distributed as the prior given the observations. Members are equally likely.
class Posterior {
 public:
  std::int64_t members = 0;
  std::int64_t replaced = 0;         ///< members that took over another's draws, for their predictions were not finite
  std::vector<LaneTable> z;          ///< by block of members: a row a draw
  std::vector<bool> informed;        ///< by draw: false where no observation said anything of it; it stays as it was,
                                     ///< but in members that were replaced
  std::vector<ObservationFit> fits;  ///< in the order of the observations
  double effective_sample_size = 0.0;  ///< of importance weights that would make the ensemble's Gaussian approximation
                                       ///< exact in what the observations see; near `members` where the map is linear,
                                       ///< 0 when members are too few to tell
};

/// Ensemble smoother with multiple data assimilation in z-space (A. A. Emerick, A. C. Reynolds, "Ensemble smoother with
/// multiple data assimilation", Computers & Geosciences 55, 2013): N(0, I) in, the posterior out; exact up to sampling
/// error where the map is linear. Bit-identical for any number of threads.
///
/// A member with a prediction that is not finite has a likelihood of zero: it takes over the draws of the next member
/// whose predictions are finite, and goes its own way from there by its own observation errors. Throws ConflictError
/// when the prior cannot explain a datum, and std::runtime_error when more than 1 % of the members have predictions
/// that are not finite at one of the steps.
///
/// Cost besides the map: about 4 · draws · observations · members · steps multiplications, memory of 8 bytes a draw
/// and member. Expects at least one draw and one observation, and positive errors.
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

/// The posterior as a sampling plan: path p takes its informed z's from member p mod members, and fresh draws for the
/// rest, so that paths beyond the members still add something. They add nothing to what is known of the informed z's:
/// Monte Carlo errors that count all paths as independent are too small then.
class PosteriorSampler final : public Sampler {
 public:
  /// The plan's draws are found in the posterior by name; those that it does not hold, or that are not informed, are
  /// drawn from `fresh`. With the prior's sampler as `fresh`, they are those that the member was conditioned with.
  /// `fresh` and `posterior` have to outlive the sampler.
  PosteriorSampler(const std::vector<DrawName>& plan_draws, const Sampler& fresh,
                   const std::vector<DrawName>& posterior_draws, const Posterior& posterior);

  void fill(std::uint64_t first_path, LaneTable& z) const override;

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
