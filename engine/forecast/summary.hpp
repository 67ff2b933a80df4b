#pragma once

#include <wafercast/forecast/exact_sum.hpp>
#include <wafercast/forecast/forecast.hpp>
#include <wafercast/forecast/quantile_sketch.hpp>
#include <wafercast/scenario/question.hpp>
#include <wafercast/simulation/series.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace wafercast {

/// Moments and quantiles of one series. Sums are of value / scale, a block at a time in a fixed order.
class SeriesSummary {
 public:
  explicit SeriesSummary(double scale) : scale_(scale) {}

  void add(std::span<const double> values);
  void merge(const SeriesSummary& other);
  /// Mean, sd, the given quantiles with errors (nonparametric: half the distance of the quantiles one binomial standard
  /// error of p away), histogram.
  Distribution distribution(std::span<const double> probabilities) const;
  std::int64_t count() const { return sketch_.count(); }
  const QuantileSketch& sketch() const { return sketch_; }

 private:
  double scale_;
  ExactSum sum_;
  ExactSum sum_of_squares_;
  QuantileSketch sketch_;
};

/// A question with its series and event looked up.
struct PlannedQuestion {
  Question question;
  int series;      ///< row of SeriesBlock::values
  int given_event; ///< row of SeriesBlock::happened, or −1
};

/// What a run remembers: one SeriesSummary a series, the answers' counts, the paths that failed. Its size does not depend on
/// the number of paths; merging is exact and free of order.
class Summary final : public BlockConsumer {
 public:
  Summary(std::vector<SeriesKey> series, std::vector<std::string> events, std::vector<PlannedQuestion> questions);

  void consume(const SeriesBlock& block) override;
  void merge(const Summary& other);

  std::int64_t paths() const;

  /// Paths with a non-finite value: how many, and the lowest path ids (at most 16, ascending). They are left out of every
  /// series.
  std::int64_t failed_paths() const;
  std::vector<std::uint64_t> first_failed_paths() const;

  Forecast forecast() const;

  /// A digest of everything that the summary holds (counts and fixed-point sums): equal for equal runs.
  std::string digest() const;

 private:
  // the implementer completes this
};

}  // namespace wafercast
