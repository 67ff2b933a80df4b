#include <engine/learning/past_window.hpp>

#include <engine/simulation/stream_names.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

/// All other draws are shared with the forecast, and so is what is learnt of them.
void name_own_draws(PastWindow& window) {
  std::vector<std::string> own;
  for (const DriverSpec& driver : window.model->drivers()) {
    own.push_back(streams::noise(driver.name));
    if (driver.initial) own.push_back(streams::shared(driver.name));
  }
  for (DrawName& draw : window.plan.draws) {
    if (std::ranges::find(own, draw.stream) != own.end()) draw.stream = streams::before(draw.stream);
  }
}

}  // namespace

std::optional<PastWindow> past_window(const Scenario& scenario, const ModelMaker& make_model,
                                      std::vector<std::string>& notes) {
  const Scenario calm = undisturbed(scenario);
  const int wanted = scenario.conditioning->quarters;
  std::optional<PastWindow> window;
  std::string lacks;
  for (int quarters = wanted; quarters > 0 && !window; --quarters) {
    const Timeline past(scenario.calendar, scenario.last_reported - quarters, quarters);
    try {
      auto model = make_model(calm, past);
      Plan plan = compile(calm, *model, past);
      window.emplace(PastWindow{std::move(model), std::move(plan), quarters});
    } catch (const MissingHistory& missing) {
      if (lacks.empty()) lacks = missing.diagnostics().front().problem;
    }
  }
  const int found = window ? window->quarters : 0;
  if (found < wanted) {
    notes.push_back(fmt::format("learnt from {} quarters instead of {}: {}", found, wanted, lacks));
  }
  if (window) name_own_draws(*window);
  return window;
}

}  // namespace wafercast
