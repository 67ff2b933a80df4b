#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string_view>

namespace wafercast {
namespace {

constexpr std::string_view minus = "−";

/// Fixed decimals with commas between thousands; what rounds to zero has no sign.
std::string grouped(double value, int decimals) {
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool is_zero = digits.find_first_not_of("0.") == std::string::npos;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t i = point; i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return fmt::format("{}{}", value < 0.0 && !is_zero ? minus : "", digits);
}

struct Prefix {
  double size;
  std::string_view text;
};

Prefix prefix_for(double largest) {
  constexpr std::array<Prefix, 3> prefixes = {{{1e9, "bn"}, {1e6, "M"}, {1e3, "k"}}};
  for (const Prefix& prefix : prefixes) {
    if (largest >= prefix.size) return prefix;
  }
  return {1.0, ""};
}

int decimals_for(double largest) {
  return largest < 10.0 ? 2 : largest < 1000.0 ? 1 : 0;
}

std::string signed_figure(double value, int decimals, std::string_view unit) {
  const std::string figure = grouped(value, decimals);
  const bool is_zero = figure.find_first_not_of("0.") == std::string::npos;
  return fmt::format("{}{}{}", value > 0.0 && !is_zero ? "+" : "", figure, unit);
}

}  // namespace

FigureFormat FigureFormat::for_unit(const std::string& unit, double largest) {
  if (unit == "fraction") return {100.0, 1, "%", true};
  if (unit == "year") return {1.0, 2, "year"};  // a point in time, which no thousands divide
  if (unit == "USD/share") return {1.0, decimals_for(largest), "USD per share"};
  // Money is told in millions and billions; thousands are for things.
  const Prefix prefix = unit == "USD" && largest < 1e6 ? Prefix{1.0, ""} : prefix_for(largest);
  const std::string separator = prefix.text.empty() || unit.empty() ? "" : " ";
  return {1.0 / prefix.size, decimals_for(largest / prefix.size), std::string(prefix.text) + separator + unit};
}

std::string FigureFormat::figure(double value) const {
  if (unit == "year") return fmt::format("{:.{}f}", value, decimals);
  return grouped(value * factor, decimals);
}

std::string FigureFormat::error(double error) const {
  if (!std::isfinite(error)) return "–";
  const double smallest = std::pow(10.0, -(decimals + 1));
  const double shown = error * factor;
  if (shown > 0.0 && shown < 0.5 * smallest) return fmt::format("<{:.{}f}", smallest, decimals + 1);
  return fmt::format("±{}", grouped(shown, decimals + 1));
}

std::string FigureFormat::change(double from, double to) const {
  if (is_share) return signed_figure(100.0 * (to - from), 1, "pt");
  if (!(from > 0.0) || to < 0.0) return "–";
  const double growth = 100.0 * (to / from - 1.0);
  return signed_figure(growth, std::abs(growth) < 9.95 ? 1 : 0, "%");
}

std::string drawn_paths(std::int64_t paths, std::string_view points) {
  return points.empty() ? fmt::format("{} paths", with_thousands(paths))
                        : fmt::format("{} {} points", with_thousands(paths), points);
}

std::string with_thousands(std::int64_t number) {
  return grouped(static_cast<double>(number), 0);
}

std::string percent(double share) {
  if (share > 0.0 && share < 0.001) return "<0.1%";
  if (share < 1.0 && share > 0.999) return ">99.9%";
  return fmt::format("{:.1f}%", 100.0 * share);
}

std::string spark_bars(const std::vector<std::int64_t>& cells) {
  constexpr std::array<std::string_view, 8> bars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string text;
  const std::int64_t most = cells.empty() ? 0 : *std::max_element(cells.begin(), cells.end());
  for (const std::int64_t count : cells) {
    const double height = most > 0 ? static_cast<double>(count) / static_cast<double>(most) : 0.0;
    text += count > 0 ? bars[static_cast<std::size_t>(std::min(height * 8.0, 7.0))] : " ";
  }
  return text;
}

std::string in_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace wafercast
