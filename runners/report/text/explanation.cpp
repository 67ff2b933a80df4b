#include <runners/report/text/explanation.hpp>

#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <cmath>

namespace wafercast {

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

std::string failure_note(const Explanation& about) {
  std::string note;
  for (const std::string& undefined : about.undefined) note += undefined + "\n";
  if (about.failed_paths > 0)
    note += fmt::format("{} paths failed and are left out\n", with_thousands(about.failed_paths));
  return note;
}

std::string title_of(const Explanation& about, const std::string& metric) {
  const auto found = about.metric_titles.find(metric);
  return in_words(found == about.metric_titles.end() ? metric : found->second);
}

double rounded(double value, int decimals) {
  const double steps = std::pow(10.0, decimals);
  return std::round(value * steps) / steps;
}

}  // namespace wafercast
