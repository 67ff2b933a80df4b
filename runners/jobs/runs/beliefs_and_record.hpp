#pragma once

#include <engine/core/date.hpp>
#include <engine/core/period.hpp>
#include <engine/insight/lessons.hpp>
#include <engine/insight/value_range.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

struct Forecast;
struct Prepared;
struct ScenarioRequest;

/// A metric in a period by beliefs alone and by the record alone (engine/scenario/reliance.hpp).
struct EachAlone {
  std::string metric;
  std::string unit;
  Period period;
  ValueRange beliefs, record;
};

/// A factor that stands for what has no name, and is far from one.
struct Unnamed {
  std::string driver;
  Period period;  ///< the year in which it is farthest, or the quarter
  ValueRange factor;
};

/// What past forecasts by beliefs alone have earned, so many quarters ahead (engine/record/pooling.hpp).
struct Earned {
  int quarters_ahead;
  int forecasts;
  double bias;    ///< mean log error: above zero where they fell short
  double weight;  ///< beside the record
};

/// What a year takes of a thing: wafers, packages.
struct Requirement {
  struct Said {
    Date day;
    double value;
  };
  std::string metric;
  std::string unit;
  Period period;
  ValueRange forecast;
  ValueRange believed;  ///< by beliefs alone
  bool is_outside;      ///< the forecast's median lies outside nine in ten of what is believed
  std::vector<Said> said;
};

/// From what others expect of a metric in a year to its forecast, in medians: consensus, what was published of the
/// drivers before anything is learnt, and a step for each term of what is learnt.
struct Bridge {
  struct Step {
    std::string what;
    double change;
  };
  std::string metric;
  std::string unit;
  Period period;
  std::optional<double> consensus{};
  double published = 0.0;
  std::vector<Step> steps{};
  double forecast = 0.0;
};

/// What a run says of beliefs and record, beside the forecast that pools them.
struct BeliefsAndRecord {
  std::optional<Unnamed> unnamed;    ///< absent where all such factors stay near one
  std::vector<Lesson> contradicted;  ///< drivers with a name that the data move far, the farthest first
  std::vector<Earned> pooled;
  std::vector<EachAlone> alone;
  std::vector<Requirement> takes;
  std::vector<Bridge> bridges;  ///< of the headline metrics in each year
};

/// Says it of a forecast of a scenario that learns. Where beliefs and record are told apart it learns six times more.
BeliefsAndRecord beliefs_and_record(const Prepared& prepared, const ScenarioRequest& request, const Forecast& forecast);

}  // namespace wafercast
