#pragma once

#include <engine/insight/value_range.hpp>
#include <engine/scenario/conditioning.hpp>
#include <engine/scenario/scenario.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A scenario as it would be had it learnt from a part of its evidence alone: of independent draws, a path for each
/// member of the ensemble. Each part is learnt once; the posterior cache keeps what it taught.
class LearntInPart {
 public:
  /// `request` is the one that was prepared, `rows` are of the plan. Of the part `drawn` the draws are kept, beside its
  /// forecast. The prepared scenario has to outlive this.
  LearntInPart(const Prepared& whole, const ScenarioRequest& request, std::vector<int> rows,
               const std::optional<Conditioning>& drawn = std::nullopt);

  const Prepared& whole() const { return whole_; }
  std::size_t count() const { return rows_.size(); }
  const SeriesKey& series(std::size_t i) const;

  /// Learns parts that will be asked for side by side, a thread each: one after another they are too small to keep
  /// threads busy. Any other part is learnt when it is asked for.
  void learn(const std::vector<Conditioning>& parts) const;

  /// Of each series; nothing where this part alone contradicts the beliefs.
  const std::optional<std::vector<ValueRange>>& forecast(const Conditioning& part) const {
    return known(lighter(part)).forecast;
  }

  /// The draws of the whole's plan by the part that is drawn; null where it alone contradicts the beliefs.
  const Sampler* sampler() const;

 private:
  struct Known {
    std::unique_ptr<Learnt> learnt{};
    Draws draws{};
    std::optional<std::vector<ValueRange>> forecast{};
  };
  static Conditioning lighter(Conditioning part);
  const Known& known(const Conditioning& part) const;
  Known learnt_from(Conditioning part, Threads threads) const;

  const Prepared& whole_;
  ScenarioRequest request_;
  std::vector<int> rows_;
  std::optional<Conditioning> drawn_{};
  mutable std::map<std::string, Known> known_;  ///< by the digest of the evidence
};

}  // namespace wafercast
