#include <runners/morning/mail.hpp>

#include <runners/morning/night_text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace wafercast {

std::string mail_text(const NightResult& result, const NightlyPlan& plan) {
  const auto failed = std::ranges::count(result.units, UnitOutcome::State::failed, &UnitOutcome::state);
  const auto moved = static_cast<std::ptrdiff_t>(result.alerts.size()) - failed;
  std::string subject = plan.name;
  std::erase_if(subject, [](char c) { return c == '\r' || c == '\n'; });  // a header has one line
  return fmt::format("Subject: {}: {}\nContent-Type: text/plain; charset=utf-8\n\n{}", subject,
                     result.alerts.empty() ? "nothing moved" : fmt::format("{} moved, {} failed", moved, failed),
                     night_text(result, plan, Colours::none));
}

std::string alerts_json(const NightResult& result, const NightlyPlan& plan) {
  nlohmann::ordered_json json = {
      {"plan", plan.name}, {"night", result.night}, {"alerts", nlohmann::ordered_json::array()}};
  for (const Alert& alert : result.alerts) {
    json["alerts"].push_back({{"scenario", alert.subject.file},
                              {"settings", alert.subject.settings},
                              {"what", alert.what},
                              {"text", alert.text}});
  }
  return json.dump(2) + "\n";
}

}  // namespace wafercast
