#include <runners/jobs/runs/undefined.hpp>

#include <engine/core/diagnostics.hpp>

#include <fmt/format.h>

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

void note_undefined(const SeriesKey& series, const Eigen::VectorXd& values, Explanation& about) {
  const auto undefined = static_cast<std::int64_t>(values.size() - values.array().isFinite().count());
  note_undefined(series, undefined, static_cast<std::int64_t>(values.size()), about);
}

}  // namespace wafercast
