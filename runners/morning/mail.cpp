#include <runners/morning/mail.hpp>

#include <runners/morning/night_text.hpp>

#include <fmt/format.h>

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

}  // namespace wafercast
