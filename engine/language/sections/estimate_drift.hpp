#pragma once

#include <engine/language/data/estimate_rows.hpp>
#include <engine/language/syntax/fields.hpp>

#include <map>
#include <vector>

namespace wafercast::language {

using EstimatesByDay = std::map<Date, std::vector<Estimate>>;

/// What the rows of a driver's estimates tell of how earlier ones turned out.
struct EstimateRecord {
  std::vector<Estimate> estimates;  ///< all of them, superseded ones too
  std::vector<Estimate> totals;     ///< likewise, of whole periods
  EstimatesByDay facts;
};

/// How the drift of estimates is learnt from their own record.
struct DriftRule {
  int last = 8;            ///< outcomes that count
  double zeros = 8.0;      ///< outcomes without drift that are supposed to have been seen before
  bool revisions = false;  ///< the newest estimate of a time counts as its outcome even before the time has come
};

/// By how much what comes exceeds what was estimated, in logs a quarter of lead, and the standard error of that mean.
/// Zero while nothing has been seen.
struct Drift {
  double per_quarter = 0.0;
  double error = 0.0;
};

/// Reads `drift: own record`, or a map of the rule.
DriftRule read_drift_rule(Reading& reading, const Node& node);

/// An outcome is a reported fact, or the newest estimate that was published once the time had passed; of a total, the
/// facts of the time that was still to come. Each gives the slope of log(outcome / estimate) over the lead of all
/// earlier estimates of it; the drift is the mean of the newest slopes, drawn to zero.
Drift drift_of(const EstimateRecord& record, const DriftRule& rule);

/// What is left of a total once the facts within its period are taken off, as an estimate for the middle of the time
/// left; nothing when no time is left.
std::optional<Estimate> rest_of(Estimate total, const EstimatesByDay& facts);

/// The newest of them; expects one.
const Estimate& newest_of(const std::vector<Estimate>& estimates);

/// Quarters from the day on which an estimate was published to the day that it is for; not below zero.
double lead_of(const Estimate& estimate);

/// The keys that these maps have.
void add_drift_words(Vocabulary& words);

}  // namespace wafercast::language
