#pragma once

#include <engine/insight/value_range.hpp>
#include <engine/language/compose/stated.hpp>
#include <runners/jobs/runs/beliefs_and_record.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A driver, as somebody who has to defend it needs it: what it is, who said so, and what the data made of it.
struct DriverExplanation {
  /// In one quarter.
  struct Quarter {
    FiscalQuarter quarter;
    ValueRange believed;
    ValueRange learnt;  ///< the same where nothing was learnt
  };
  std::string name;
  std::string unit;
  std::string meaning;
  std::string group;
  std::string shape;                    ///< which values it can take
  std::vector<Stated> stated;           ///< the last one counts
  std::vector<std::string> provenance;  ///< newest first
  std::vector<Quarter> past;            ///< reported quarters from which one learns; empty: it was as it is now
  std::vector<Quarter> quarters;        ///< one where it is the same in all of them
  std::vector<std::int64_t> histogram;  ///< of what was learnt, in the first quarter, in 32 cells between p1 and p99
  double low = 0.0, high = 0.0;         ///< p1 and p99
};

struct EventExplanation {
  std::string name;
  std::string chance;
  std::vector<std::string> effects;
  std::vector<Stated> stated;
  std::vector<std::string> provenance;
};

struct Explained {
  std::string scenario;
  Date as_of;
  std::vector<DriverExplanation> drivers;
  std::vector<EventExplanation> events;
  std::vector<Bridge> bridges{};  ///< why a figure is what it is
};

/// Explains what `name` names: a driver, `events.NAME`, a pattern with *, or the median of a figure, `revenue[FY28]`.
/// Conditions the scenario. Throws InputError, with what is meant, when it names nothing.
Explained explain(const ScenarioRequest& request, const std::string& name);

}  // namespace wafercast
