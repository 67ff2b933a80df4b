#include <runners/report/text/beliefs_text.hpp>
#include <runners/report/text/figures.hpp>
#include <runners/report/text/sections.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

/// "1.05  (0.92–1.31)", with as many digits as the range needs.
std::string lesson_range(const ValueRange& range, const FigureFormat& format) {
  return fmt::format("{} ({} to {})", format.figure(range.p50), format.figure(range.p5), format.figure(range.p95));
}

/// An arrow by which way the median went, measured in the prior's range.
const char* direction(const Lesson& lesson) {
  const double by = (lesson.posterior.p50 - lesson.prior.p50) / (lesson.prior.p95 - lesson.prior.p5);
  if (by > 0.05) return "▲";
  return by < -0.05 ? "▼" : "→";
}

}  // namespace

std::string lessons_section(const RunDescription& run, Colours colours) {
  if (!run.learning) return {};
  const Learning& learning = *run.learning;
  TextGrid grid({Align::left, Align::left, Align::right, Align::left, Align::right});
  grid.line({"What the reported quarters taught us", Style::strong});
  grid.line({fmt::format("{} observations; {} members", learning.fits.size(), with_thousands(learning.members)),
             Style::faint});
  if (!learning.lessons.empty()) {
    grid.row({{}, {}, {"believed", Style::faint}, {}, {"learnt: p50 (p5 to p95)", Style::faint}});
  }
  for (const Lesson& lesson : learning.lessons) {
    const FigureFormat format = lesson_format(lesson);
    const std::string when = lesson.quarter ? to_string(run.first_quarter() + *lesson.quarter) : "";
    grid.row({{shortened(lesson.driver, 32)},
              {shortened(fmt::format("{} {}", when, format.unit), 18), Style::faint},
              {lesson_range(lesson.prior, format), Style::faint},
              {direction(lesson), Style::accent},
              {lesson_range(lesson.posterior, format)}});
  }
  return grid.text(colours);
}

std::string fits_section(const RunDescription& run, std::size_t most, Colours colours) {
  if (!run.learning || run.learning->fits.empty() || most == 0) return {};
  std::vector<Fit> fits = run.learning->fits;
  std::ranges::stable_sort(fits, std::ranges::greater(), [](const Fit& fit) { return std::abs(fit.sigmas); });
  if (fits.size() > most) fits.resize(most);
  TextGrid grid({Align::left, Align::right, Align::right, Align::right, Align::left, Align::right});
  grid.line({"How the model meets what it learnt from, the most surprising first", Style::strong});
  grid.row({{},
            {"reported", Style::faint},
            {"before", Style::faint},
            {"after", Style::faint},
            {},
            {"sigmas", Style::faint}});
  for (const Fit& fit : fits) {
    const FigureFormat format = FigureFormat::for_unit(fit.unit, std::abs(fit.reported));
    grid.row({{shortened(fit.observation, 40)},
              {format.figure(fit.reported), Style::strong},
              {format.figure(fit.before)},
              {format.figure(fit.after)},
              {format.unit, Style::faint},
              {fmt::format("{:+.1f}", fit.sigmas)}});
  }
  if (fits.size() < run.learning->fits.size()) {
    grid.line(
        {fmt::format("and {} more (--assumptions lists all)", run.learning->fits.size() - fits.size()), Style::faint});
  }
  return grid.text(colours);
}

}  // namespace wafercast
