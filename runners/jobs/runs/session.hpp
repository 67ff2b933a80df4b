#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/forecast/forecast.hpp>
#include <engine/language/kept_scenario.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace wafercast {

/// A scenario that stays ready between questions: its files are read once and what it learns from is learnt once. With
/// other settings it answers with the bits of a run that was given them, or throws what that run would throw, and says
/// it in a small part of the time. Settings that change what is learnt from are learnt anew, as in any run.
///
/// What becomes of the files meanwhile is not seen. Any number of threads may ask at once, and each question works on
/// as many as the request says.
class Session {
 public:
  /// Throws like prepare(). Only the scenario as the request has it is examined.
  explicit Session(ScenarioRequest request);

  const Prepared& base() const { return base_; }

  /// The scenario with these settings behind those of the request. Without its resolved text it serves for all but
  /// reports, which name it by that.
  Prepared with(const std::vector<Setting>& settings,
                KeptScenario::Resolved resolved = KeptScenario::Resolved::written) const;

  /// What there is to say against these settings, without anything learnt or drawn.
  std::vector<Diagnostic> check(const std::vector<Setting>& settings) const;

  /// The forecast with these settings; nothing when it was stopped.
  std::optional<Forecast> what_if(const std::vector<Setting>& settings, std::int64_t paths,
                                  const Callbacks& callbacks = {}) const;

 private:
  Scenario read(const std::vector<Setting>& settings, KeptScenario::Resolved resolved) const;

  ScenarioRequest request_;
  KeptScenario kept_;
  Prepared base_;
};

}  // namespace wafercast
