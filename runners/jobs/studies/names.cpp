#include <runners/jobs/studies/names.hpp>

#include <engine/language/syntax/text.hpp>
#include <runners/jobs/runs/describe_run.hpp>
#include <runners/jobs/runs/models.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace wafercast {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string effects_of(const EventBelief& event) {
  std::string text;
  for (const EffectBelief& effect : event.effects) text += (text.empty() ? "acts on " : ", ") + effect.driver;
  return text;
}

}  // namespace

std::string chance_of(const EventBelief& event) {
  if (event.supposed) return event.supposed->day ? "supposed on " + to_string(*event.supposed->day) : "supposed never";
  if (event.status == EventBelief::Status::occurred) return "occurred on " + to_string(event.window.first);
  if (event.status == EventBelief::Status::did_not_occur) return "did not occur";
  return fmt::format("{:.3g}% {}, {} to {}", 100.0 * event.probability,
                     event.chance == EventBelief::Chance::per_quarter ? "a quarter" : "over the window",
                     to_string(event.window.first), to_string(event.window.last));
}

const char* word_of(NamedThing::Kind kind) {
  switch (kind) {
    case NamedThing::Kind::driver:
      return "driver";
    case NamedThing::Kind::event:
      return "event";
    case NamedThing::Kind::metric:
      return "metric";
    case NamedThing::Kind::question:
      break;
  }
  return "question";
}

Names names_of(const ScenarioRequest& request, const std::string& search) {
  using Kind = NamedThing::Kind;
  const Scenario scenario = read(request);
  const auto [model, plan] = compile_for_model(scenario);
  const Date start = scenario.calendar.days_of(scenario.first).first;
  Names names{scenario.name, {}, {}};
  for (const DriverSpec& spec : model->drivers()) {
    const auto belief = std::ranges::find(scenario.drivers, spec.name, &DriverBelief::name);
    std::string says = belief == scenario.drivers.end() ? "" : value_text(*belief, start);
    if (says.empty() && spec.otherwise) says = fmt::format("{:g} (the model's own)", *spec.otherwise);
    names.things.push_back({Kind::driver, spec.name, spec.unit, says, spec.meaning});
  }
  for (const EventBelief& event : scenario.events) {
    names.things.push_back({Kind::event, "events." + event.name, "", chance_of(event), effects_of(event)});
  }
  for (const SeriesKey& series : plan.series) {
    const bool is_new = std::ranges::none_of(names.things, [&](const NamedThing& thing) {
      return thing.kind == Kind::metric && thing.name == series.metric;
    });
    if (is_new) {
      const auto spec = std::ranges::find(model->metrics(), series.metric, &MetricSpec::name);
      names.things.push_back(
          {Kind::metric, series.metric, series.unit, "", spec == model->metrics().end() ? "" : spec->title});
    }
    const std::string period = to_string(series.period);
    if (std::ranges::find(names.periods, period) == names.periods.end()) names.periods.push_back(period);
  }
  for (const Question& question : scenario.questions) {
    names.things.push_back({Kind::question, question.name, "", question.text, ""});
  }
  const std::string wanted = lower(search);
  std::erase_if(names.things, [&](const NamedThing& thing) {
    const bool pattern = wanted.find('*') != std::string::npos;
    if (pattern) return !language::fits(wanted, lower(thing.name));
    return lower(thing.name).find(wanted) == std::string::npos &&
           lower(thing.meaning).find(wanted) == std::string::npos;
  });
  return names;
}

}  // namespace wafercast
