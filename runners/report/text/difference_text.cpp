#include <runners/report/text/difference_text.hpp>

#include <runners/report/text/explanation.hpp>

#include <fmt/format.h>

#include <cmath>

namespace wafercast {

FigureFormat format_of_differences(const SeriesKey& series, double largest) {
  FigureFormat format = FigureFormat::for_unit(series.unit, std::abs(largest));
  if (format.is_share || format.unit == "USD per share") format.decimals = 2;
  return format;
}

std::string signed_figure(const FigureFormat& format, double change) {
  const std::string figure = format.figure(change);
  if (figure.find_first_of("123456789") == std::string::npos) return "0";
  return change > 0.0 ? "+" + figure : figure;
}

std::string relative_change(const SeriesKey& series, const Difference& difference) {
  const bool means_nothing = series.unit == "fraction" || !(difference.before.p50 > 0.0);
  if (means_nothing) return "";
  if (difference.median.value == 0.0) return "0%";
  const double part = 100.0 * difference.median.value / difference.before.p50;
  if (std::abs(part) < 0.05) return "<0.1%";
  return fmt::format("{}{:.1f}%", part > 0.0 ? "+" : "−", std::abs(part));
}

std::string difference_sentence(const Explanation& about, const SeriesKey& series, const Difference& difference) {
  const FigureFormat format = format_of_differences(series, difference.before.p50);
  const std::string levels =
      fmt::format("{} of {}: {} → {}{}", title_of(about, series.metric), to_string(series.period),
                  format.figure(difference.before.p50), format.figure(difference.after.p50),
                  format.unit.empty() ? "" : " " + format.unit);
  if (difference.higher.value + difference.lower.value == 0.0) return levels + ", the same on every draw.";
  const std::string part = relative_change(series, difference);
  const double error = 100.0 * difference.median.error / difference.before.p50;
  const std::string change = part.empty()    ? fmt::format("{} {}", signed_figure(format, difference.median.value),
                                                           format.error(difference.median.error))
                             : error >= 0.05 ? fmt::format("{} ±{:.1f}", part, error)
                                             : part;
  const bool rises = difference.higher.value >= difference.lower.value;
  return fmt::format("{}, {}; {} on {} of the draws.", levels, change, rises ? "higher" : "lower",
                     percent(rises ? difference.higher.value : difference.lower.value));
}

std::string settings_text(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& setting : settings)
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", setting.name, setting.value);
  return text;
}

}  // namespace wafercast
