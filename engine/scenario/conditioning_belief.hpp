#pragma once

#include <wafercast/core/diagnostics.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

/// Parts of an ensemble that are conditioned independently.
inline constexpr int conditioning_groups = 8;

/// A headline charge that struck a margin once: what is learnt is the margin without it, that is with amount / over
/// added. Both are reported metrics; empty when there is none.
struct Charge {
  std::string amount;
  std::string over;
};

/// A reported metric that the forecast is conditioned on, in every quarter of the window in which it was reported.
struct ReportedEvidence {
  std::string metric;
  SourceLocation where;
  double error;  ///< sd; relative for money, else in the metric's unit
  bool relative;
  Charge charge;
};

/// What a company's own record says of the quarters to come, apart from uncertain events: growth (or change) goes on
/// from that of the outlook and returns towards its long-run mean,
///   g(h) = toward + persistence · (g(h − 1) − toward),
/// each within `error · (1 + widening · (h − 2))`. g(1) leads to the outlook times the company's mean surprise.
struct TrendEvidence {
  std::string metric;
  SourceLocation where;
  bool relative;         ///< growth in logs; otherwise change
  std::string surprise;  ///< the driver whose mean says how the outlook is met
  double persistence;
  double toward;           ///< a quarter
  double toward_quarters;  ///< of record that the belief in `toward` is worth
  double error;
  double widening;  ///< a quarter
  Charge charge;
};

/// What a scenario is conditioned on, besides its history.
struct Conditioning {
  SourceLocation where;  ///< its file is the scenario that is conditioned; those that extend it inherit what it learnt
  int quarters = 8;      ///< before the as-of date at which the model starts to be conditioned
  std::int64_t members = 16'384;
  std::vector<ReportedEvidence> reported;
  std::vector<TrendEvidence> trends;
};

}  // namespace wafercast
