#include <runners/night_report/mail.hpp>

#include <runners/files/json_text.hpp>
#include <runners/files/output_mark.hpp>
#include <runners/night_report/mail_format.hpp>
#include <runners/night_report/night_text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace wafercast {

std::string mail_text(const NightResult& result, const NightlyPlan& plan, Instant now) {
  const auto failed = std::ranges::count(result.alerts, "failed", &Alert::what);
  const auto moved = static_cast<std::ptrdiff_t>(result.alerts.size()) - failed;
  const std::string what = result.alerts.empty() ? "nothing moved" : fmt::format("{} moved, {} failed", moved, failed);
  return mail_header("Subject", fmt::format("{}: {}", plan.name, what)) + mail_header("Date", mail_date(now)) +
         std::string(mail_mark) + mail_header("MIME-Version", "1.0") +
         mail_header("Content-Type", "text/plain; charset=utf-8") + mail_header("Content-Transfer-Encoding", "8bit") +
         "\n" + mail_body(night_text(result, plan, Colours::none));
}

std::string alerts_json(const NightResult& result, const NightlyPlan& plan) {
  nlohmann::ordered_json json = {{"wafercast", alerts_mark},
                                 {"plan", plan.name},
                                 {"night", result.night},
                                 {"alerts", nlohmann::ordered_json::array()}};
  for (const Alert& alert : result.alerts) {
    json["alerts"].push_back({{"night", alert.night},
                              {"scenario", alert.subject.file},
                              {"settings", alert.subject.settings},
                              {"what", alert.what},
                              {"text", alert.text}});
  }
  return json_text(json, 2);
}

}  // namespace wafercast
