#pragma once

#include <engine/insight/difference.hpp>
#include <engine/simulation/series_key.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// What matters most to one figure: every driver held at its low and at its high, the others drawn.
struct TornadoRequest {
  ScenarioRequest scenario;
  std::string metric{};   ///< empty: the first that people ask about
  std::string period{};   ///< empty: the next fiscal year
  std::size_t most = 16;  ///< drivers that are shown, those that move the figure most
  bool groups = false;    ///< a bar a group of drivers (DriverSpec::group) instead of one a driver
  std::int64_t paths = 16'384;
};

struct TornadoResult {
  /// A driver's p10 and p90 in the last quarter of the period.
  struct Ends {
    double low, high;
  };
  /// A driver held at its p10 and at its p90, quarter by quarter, as it was learnt. Of a group each driver is held at
  /// the one of its ends that lowers the figure, and then at the one that raises it.
  struct Bar {
    std::string name{};
    std::string unit{};
    std::string meaning{};           ///< a sentence for people; of a group its drivers, those first that move most
    std::optional<Ends> ends{};      ///< of a driver
    Difference at_low{}, at_high{};  ///< of the figure, from the scenario as it is
    double swing() const { return at_high.after.p50 - at_low.after.p50; }
  };
  Explanation about;
  SeriesKey series;
  MetricLevel level;  ///< as the scenario is
  bool by_group = false;
  std::vector<Bar> bars;  ///< the widest first
};

/// Every driver is held on few paths first, and `most` of them on all. Nothing when it was stopped. Throws like
/// prepare(), and InputError for a metric or a period that is not forecast.
std::optional<TornadoResult> tornado(const TornadoRequest& request, const Callbacks& callbacks);

}  // namespace wafercast
