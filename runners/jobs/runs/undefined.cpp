#include <runners/jobs/runs/undefined.hpp>

#include <engine/core/diagnostics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {

void note_undefined(const SeriesKey& series, std::int64_t undefined, std::int64_t paths, Explanation& about) {
  if (!series.may_be_undefined || undefined == 0) return;
  const std::string name = fmt::format("{}[{}]", series.metric, to_string(series.period));
  if (undefined == paths) {
    throw InputError(Diagnostic{{}, fmt::format("{} is undefined on every path", name), "look at what it divides by"});
  }
  about.undefined.push_back(
      fmt::format("{} is undefined on {} of {} paths, which are left out of it", name, undefined, paths));
}

void note_undefined(const SeriesKey& series, std::span<const double> values, Explanation& about) {
  const auto undefined = std::ranges::count_if(values, [](double value) { return !std::isfinite(value); });
  note_undefined(series, undefined, static_cast<std::int64_t>(values.size()), about);
}

}  // namespace wafercast
