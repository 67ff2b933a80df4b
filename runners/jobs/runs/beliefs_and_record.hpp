#pragma once

#include <engine/core/period.hpp>
#include <engine/insight/lessons.hpp>
#include <engine/insight/value_range.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

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

/// What a run says of beliefs and record, beside the forecast that pools them.
struct BeliefsAndRecord {
  std::optional<Unnamed> unnamed;    ///< absent where all such factors stay near one
  std::vector<Lesson> contradicted;  ///< drivers with a name that the data move far, the farthest first
  std::vector<EachAlone> alone;
};

}  // namespace wafercast
