#pragma once

#include <engine/core/date.hpp>
#include <engine/core/diagnostics.hpp>
#include <engine/core/period.hpp>
#include <engine/core/units.hpp>
#include <engine/record/growth_rule.hpp>
#include <engine/record/pooling.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

/// Parts of an ensemble that are conditioned independently.
inline constexpr int conditioning_groups = 8;

/// An ensemble has a multiple of so many members: a block of paths for each group.
inline constexpr std::int64_t members_step = 64 * conditioning_groups;

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
/// from that of the outlook and returns to its mean (growth_rule.hpp), each within `error · (1 + widening · (h − 2))`.
/// g(1) leads from the last quarter, without what of it was known to be gone, to the outlook times the company's mean
/// surprise.
struct TrendEvidence {
  std::string metric;
  SourceLocation where;
  bool relative;         ///< growth in logs; otherwise change
  std::string surprise;  ///< the driver whose mean says how the outlook is met
  ReturnToMean later;
  double error;
  double widening;  ///< a quarter
  Charge charge;
  std::string one_off;  ///< the reported metric that holds what was known to be gone; empty: none
  std::vector<PooledHorizon>
      pool{};  ///< by quarters ahead, from one on; empty: the record alone is held against the run
};

/// What was said of a metric in a quarter or a fiscal year, past or to come: by the company, or by those who watch it.
struct StatementEvidence {
  std::string metric;  ///< or its growth: revenue_growth_yoy
  Period period;
  SourceLocation where;
  Date said;
  double value;  ///< in the base unit of `unit`
  Unit unit;
  double error;  ///< sd; relative for amounts, else in the unit
  bool relative;
};

/// What a scenario is conditioned on, besides its history.
struct Conditioning {
  SourceLocation where;  ///< its file is the scenario that is conditioned; those that extend it inherit what it learnt
  int quarters = 8;      ///< before the as-of date at which the model starts to be conditioned
  std::int64_t members = 16'384;
  int groups = conditioning_groups;
  std::vector<ReportedEvidence> reported;
  std::vector<TrendEvidence> trends;
  std::vector<StatementEvidence> statements;
};

}  // namespace wafercast
