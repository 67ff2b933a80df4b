#include <runners/jobs/studies/explain_figure.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/insight/driver_draws.hpp>
#include <engine/insight/series_draws.hpp>
#include <runners/jobs/runs/bridge.hpp>
#include <runners/jobs/runs/figure.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/run_request.hpp>
#include <runners/jobs/runs/series_choice.hpp>

#include <fmt/format.h>

namespace wafercast {

Explained explain_figure(const ScenarioRequest& request, const std::string& name) {
  const Figure figure = read_figure(name);
  const Prepared prepared = prepare(with_series(request, {figure.metric}, {figure.period}));
  const Scenario& scenario = prepared.scenario;
  if (!prepared.learnt)
    refuse(fmt::format("'{}' learns nothing, so there is no way from beliefs to {}", scenario.name, name),
           "explain its drivers");
  const int row = choose_series(prepared.plan, figure.metric, figure.period);
  const std::int64_t paths = RunRequest{}.paths;
  const Eigen::MatrixXd forecast =
      draw_series(prepared.plan, *prepared.model, prepared.sampler(), {row}, paths, request.threads);
  const LearntInPart in_part(prepared, request, {row});
  auto made = bridge(in_part, terms_in_full(scenario), 0, range_of(values_of(forecast, 0)).p50);
  if (!made)
    refuse(fmt::format("a part of what is learnt contradicts the beliefs, so no way leads to {}", name),
           "look at 'wafercast run --full' for what contradicts");
  return {scenario.name, scenario.as_of, {}, {}, {*std::move(made)}};
}

}  // namespace wafercast
