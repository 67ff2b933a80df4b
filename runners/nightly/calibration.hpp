#pragma once

#include <runners/nightly/night.hpp>
#include <runners/store/store.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// A forecast that was stored before its quarter was reported, and what was reported.
struct ScoredNight {
  std::string metric;
  std::string unit;
  std::string period;
  std::string night;  ///< of the forecast: the last one before the report
  Date as_of;
  Date published;
  StoredFigure figure;
  double outcome;
  double pit;   ///< the part of the forecast below the outcome, straight between stored quantiles
  double crps;  ///< from the stored quantiles (the mean of their pinball losses, twice)
  bool in_90;
};

/// The record of a subject's forecasts in the nights of a plan: for every quarter reported since, the last made before.
std::vector<ScoredNight> record_of(const PlanKey& plan, const UnitOutcome& outcome, Store& store);

/// The probability that so few of a record's outcomes, or fewer, lie in their central 90 % when nine in ten should.
double chance_of_so_few(const std::vector<ScoredNight>& record);

}  // namespace wafercast
