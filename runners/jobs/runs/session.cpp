#include <runners/jobs/runs/session.hpp>

#include <engine/scenario/reliance.hpp>
#include <runners/jobs/runs/run.hpp>

#include <utility>

namespace wafercast {

Session::Session(ScenarioRequest request)
    : request_(std::move(request)),
      kept_(request_.file, for_models_of_this_program(request_.read)),
      base_(prepare(relying_on(request_.reliance, kept_.scenario()), request_)) {
  request_.examine = {};
}

Prepared Session::with(const std::vector<Setting>& settings, KeptScenario::Resolved resolved) const {
  return prepare(read(settings, resolved), request_, base_);
}

std::vector<Diagnostic> Session::check(const std::vector<Setting>& settings) const {
  try {
    compile_for_model(read(settings, KeptScenario::Resolved::left_out));
  } catch (const InputError& error) {
    return error.diagnostics();
  }
  return {};
}

std::optional<Forecast> Session::what_if(const std::vector<Setting>& settings, std::int64_t paths,
                                         const Callbacks& callbacks) const {
  const Prepared prepared = with(settings, KeptScenario::Resolved::left_out);
  const auto counted = count_paths(prepared, {.first = 0, .count = paths}, request_.threads, callbacks);
  if (!counted) return std::nullopt;
  return forecast_of(prepared, *counted, request_.threads);
}

Scenario Session::read(const std::vector<Setting>& settings, KeptScenario::Resolved resolved) const {
  return relying_on(request_.reliance, kept_.with(settings, resolved));
}

}  // namespace wafercast
