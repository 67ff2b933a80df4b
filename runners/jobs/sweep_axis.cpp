#include <runners/jobs/sweep_axis.hpp>

#include <engine/core/diagnostics.hpp>

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

namespace wafercast {
namespace {

constexpr int usual_steps = 5;
constexpr int most_steps = 1000;

[[noreturn]] void refuse(const std::string& text, std::string problem, std::string suggestion) {
  throw InputError(Diagnostic{{"--set " + text, 0, 0}, std::move(problem), std::move(suggestion)});
}

/// A number with what stands behind it: `34k`, `10%`.
struct Measured {
  double number;
  std::string unit;
};

std::optional<Measured> read_measured(std::string_view text) {
  double number = 0.0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  return Measured{number, std::string(end, text.data() + text.size())};
}

/// The values of `34000..40000/7`; nothing where the text is no such range.
std::optional<std::vector<std::string>> read_range(const std::string& whole, std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  std::string_view last = text.substr(dots + 2);
  int steps = usual_steps;
  // `/7` counts the values; `40/quarter` is a unit.
  if (const std::size_t slash = last.rfind('/'); slash != std::string_view::npos) {
    const std::string_view count = last.substr(slash + 1);
    int counted = 0;
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), counted);
    if (error == std::errc() && end == count.data() + count.size()) {
      if (counted < 2 || counted > most_steps)
        refuse(whole, fmt::format("{} values cannot be gone through", counted), "write 2 to 1000 behind the '/'");
      steps = counted;
      last = last.substr(0, slash);
    }
  }
  const auto from = read_measured(text.substr(0, dots));
  const auto to = read_measured(last);
  if (!from || !to || (from->unit != to->unit && !from->unit.empty()))
    refuse(whole, fmt::format("'{}' is no range of values", text), "write it like 34000..40000 or 10%..30%/5");
  std::vector<std::string> values;
  for (int i = 0; i < steps; ++i) {
    const double value = from->number + (to->number - from->number) * i / (steps - 1);
    values.push_back(fmt::format("{:.10g}{}", value, to->unit));
  }
  return values;
}

}  // namespace

SweepAxis read_axis(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    refuse(text, "does not say what is set to which value", "write NAME=VALUE, e.g. cowos.capacity.scale=0.8");
  SweepAxis axis{text.substr(0, equals), {}};
  std::string_view rest = std::string_view(text).substr(equals + 1);
  if (rest.starts_with('{') || rest.starts_with('[')) {
    axis.values.emplace_back(rest);
    return axis;
  }
  std::string from;
  if (const std::size_t at = rest.rfind('@');
      at != std::string_view::npos && rest.find(',', at) == std::string_view::npos) {
    from = rest.substr(at);
    rest = rest.substr(0, at);
  }
  while (true) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view value = rest.substr(0, comma);
    if (value.empty()) refuse(text, "a value is missing", "write values with commas between them");
    if (const auto range = read_range(text, value)) {
      for (const std::string& one : *range) axis.values.push_back(one + from);
    } else {
      axis.values.push_back(std::string(value) + (value.find('@') == std::string_view::npos ? from : ""));
    }
    if (comma == rest.size()) return axis;
    rest.remove_prefix(comma + 1);
  }
}

std::vector<std::vector<Setting>> grid_of(const std::vector<SweepAxis>& axes) {
  std::vector<std::vector<Setting>> grid = {{}};
  for (const SweepAxis& axis : axes) {
    std::vector<std::vector<Setting>> finer;
    for (const std::vector<Setting>& point : grid) {
      for (std::size_t i = 0; i < axis.values.size(); ++i) {
        finer.push_back(point);
        finer.back().push_back(axis.at(i));
      }
    }
    grid = std::move(finer);
  }
  return grid;
}

}  // namespace wafercast
