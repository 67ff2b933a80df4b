#include <runners/report/text/profile.hpp>

#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <numeric>

namespace wafercast {

std::string profile_text(const RunPhases& phases, const StageProfile& stages, Colours colours) {
  TextGrid grid({Align::left, Align::right, Align::right});
  const auto whole = [](double sum, const auto& one) { return sum + one.second; };
  const double run = std::accumulate(phases.begin(), phases.end(), 0.0, whole);
  grid.row({{"the run", Style::strong}, {fmt::format("{:.3f} s", run), Style::strong}});
  for (const auto& [name, seconds] : phases) {
    grid.row({{"  " + name}, {fmt::format("{:.3f} s", seconds)}, {percent(seconds / run), Style::faint}});
  }
  grid.blank();
  const double path = std::accumulate(stages.seconds.begin(), stages.seconds.end(), 0.0);
  const double nanoseconds = 1e9 / static_cast<double>(stages.paths);
  grid.row({{"a path, on one thread", Style::strong}, {fmt::format("{:.0f} ns", path * nanoseconds), Style::strong}});
  for (int stage = 0; stage < stage_count; ++stage) {
    const double seconds = stages.seconds[static_cast<std::size_t>(stage)];
    grid.row({{fmt::format("  {}", name_of(static_cast<Stage>(stage)))},
              {fmt::format("{:.0f} ns", seconds * nanoseconds)},
              {percent(seconds / path), Style::faint}});
  }
  return grid.text(colours);
}

}  // namespace wafercast
