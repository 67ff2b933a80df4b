#pragma once

#include <engine/core/date.hpp>
#include <engine/core/fiscal_calendar.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

struct Prepared;

/// One path of a run, to look at when it failed or surprised.
struct SinglePath {
  /// A driver or a metric.
  struct Row {
    std::string name;
    std::string unit;
    std::vector<double> values;  ///< of a driver the last reported quarter first, which is all that does not move has
  };
  std::string scenario;  ///< its name
  Date as_of;
  std::uint64_t path = 0;
  FiscalQuarter last_reported;
  int quarters = 0;
  std::vector<std::string> events;  ///< that start within the horizon
  std::vector<Row> drivers;
  std::vector<Row> metrics;
};

SinglePath simulate_path(const Prepared& prepared, std::uint64_t path);

}  // namespace wafercast
