#pragma once

#include <runners/jobs/runs/part.hpp>

namespace wafercast {

/// The processes that work on one run together, for as long as the object lives: this is one of them.
class Ranks {
 public:
  Ranks(int& argc, char**& argv);
  ~Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  int rank() const { return rank_; }
  int count() const { return count_; }
  bool is_first() const { return rank_ == 0; }

  /// Waits until all ranks have come here; answers the largest of their values.
  int agree_on_largest(int value) const;

  /// Adds up what the ranks counted, pairwise, so that the first rank has it all after log₂(count) exchanges. Counting
  /// is exact, so the bits are those of an undivided run however many ranks there are. Contract: later ranks have later
  /// paths, without a gap; `header` is of this rank's.
  void add_up(Counted& counted, const Prepared& prepared, PartHeader header, Threads threads) const;

  /// Ends all ranks at once, since one of them cannot go on.
  [[noreturn]] static void abandon(int exit_code);

 private:
  int rank_ = 0;
  int count_ = 1;
};

}  // namespace wafercast
