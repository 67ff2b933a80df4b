#pragma once

#include <engine/core/parallel.hpp>
#include <engine/forecast/failed_paths.hpp>
#include <engine/forecast/forecast.hpp>
#include <engine/forecast/lane_selection.hpp>
#include <engine/forecast/series_summary.hpp>
#include <engine/forecast/summarised_rows.hpp>
#include <engine/scenario/question.hpp>
#include <engine/simulation/series.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A question with its series and event looked up.
struct PlannedQuestion {
  Question question;
  int series;                     ///< row of SeriesBlock::values
  std::vector<int> given_events;  ///< rows of SeriesBlock::happened, by condition
};

/// What a run remembers: one SeriesSummary a series, the answers' counts, the paths that failed. Its size does not
/// depend on the number of paths; merging is exact and free of order.
class Summary final : public BlockConsumer {
 public:
  /// Of all rows of a block.
  Summary(std::vector<SeriesKey> series, std::vector<std::string> events, std::vector<PlannedQuestion> questions);

  /// Of some of them; `series` are those of the whole block, and a question asks for a row that is held.
  Summary(const std::vector<SeriesKey>& series, const SummarisedRows& rows, std::vector<std::string> events,
          std::vector<PlannedQuestion> questions);

  void consume(const SeriesBlock& block) override;
  void finish() override;
  void merge(const Summary& other,
             Threads threads = {1});  ///< of the same series, events and questions; contract; both finished

  /// Paths consumed, failed ones among them.
  std::int64_t paths() const { return paths_; }

  /// Paths with a value that is not finite, or 2²⁹ times beyond its series' scale: how many, and the lowest path ids
  /// (at most 16, ascending). They are left out of every series and every answer. A series that may be undefined fails
  /// no path: where it is no number, it alone is left out, and answers of it.
  std::int64_t failed_paths() const { return failed_.count(); }
  std::vector<std::uint64_t> first_failed_paths() const { return failed_.lowest(); }

  Forecast forecast(Threads threads = Threads{1}) const;  ///< of a finished summary

  /// What it holds, as bytes: equal for equal runs. A finished summary.
  void write(ByteWriter& bytes) const;

  /// Reads back what a summary of the same series, events and questions wrote; throws FormatError where it is none.
  void read(ByteReader& bytes);

  /// A digest of everything that a finished summary holds (counts and fixed-point sums): equal for equal runs.
  std::string digest() const;

 private:
  /// What a question needs beyond the summary of its series.
  struct Tally {
    std::int64_t asked = 0;              ///< paths that met the condition of `given`
    std::int64_t hits = 0;               ///< of these, paths beyond the threshold
    std::optional<SeriesSummary> given;  ///< distribution over the asked paths, where that is not the series' own
  };

  void count_waiting();
  void plan_tallies();
  void check(const std::vector<SeriesKey>& series, const std::vector<int>& rows);
  std::size_t index_of(int row) const;  ///< of a series that is held; series_.size() where it is none
  bool all_lanes_sound(const LaneTable& values) const;
  LaneSelection sound_lanes(const SeriesBlock& block);
  bool is_defined(std::size_t series, const Lanes& row) const;
  LaneSelection defined(std::size_t series, const Lanes& row, const LaneSelection& among) const;
  void tally(const PlannedQuestion& planned, const SeriesBlock& block, const LaneSelection& sound, Tally& tally) const;
  Answer answer(const PlannedQuestion& planned, const Tally& tally) const;
  bool same_shape(const Summary& other) const;
  std::uint64_t shape() const;  ///< a hash of what its numbers stand for

  /// A row that fails a path where it is not within ±limit; limits are powers of two.
  struct Checked {
    int row;
    double inverse_limit;
  };

  std::vector<SeriesKey> series_;  ///< that are held
  std::vector<int> rows_;          ///< of SeriesBlock::values, by series
  std::vector<Checked> checked_;
  int block_rows_;
  std::vector<std::string> events_;
  std::vector<PlannedQuestion> questions_;

  std::int64_t paths_ = 0;
  FailedPaths failed_;
  std::vector<SeriesSummary> summaries_;
  std::vector<QuantileSketch::Key> waiting_;  ///< by series: keys to be counted
  std::vector<std::size_t> waiting_of_;       ///< by series: how many
  std::size_t waiting_lanes_ = 0;             ///< the most of any series
  std::vector<std::int64_t> happened_;        ///< sound paths on which an event started
  std::vector<Tally> tallies_;
};

}  // namespace wafercast
