#include <runners/report/text/explained.hpp>

#include <runners/report/text/bridge_text.hpp>
#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace wafercast {
namespace {

constexpr int explained_columns = 80;

std::string narrow_range(const ValueRange& range, const FigureFormat& format) {
  if (range.p5 == range.p95) return format.figure(range.p50);
  return fmt::format("{} ({}–{})", format.figure(range.p50), format.figure(range.p5), format.figure(range.p95));
}

void append_stated(const std::vector<Stated>& stated, TextGrid& grid) {
  for (std::size_t i = 0; i < stated.size(); ++i) {
    const Stated& one = stated[i];
    const std::string where =
        one.where.line == 0
            ? one.where.file
            : fmt::format("{}:{}", std::filesystem::path(one.where.file).filename().string(), one.where.line);
    const bool counts = i + 1 == stated.size();
    grid.line({shortened(fmt::format("  {} {} ({}): {}", counts ? "▸" : " ", where, one.section, one.text),
                         explained_columns),
               counts ? Style::plain : Style::faint});
  }
}

void append_sources(const std::vector<std::string>& sources, TextGrid& grid) {
  for (const std::string& source : sources) grid.line({shortened("    " + source, explained_columns), Style::faint});
}

std::string block_of(const DriverExplanation& driver, Colours colours) {
  std::vector<DriverExplanation::Quarter> quarters = driver.past;
  quarters.insert(quarters.end(), driver.quarters.begin(), driver.quarters.end());
  double largest = 0.0;
  for (const DriverExplanation::Quarter& quarter : quarters) {
    largest = std::max({largest, std::abs(quarter.learnt.p95), std::abs(quarter.believed.p95)});
  }
  const FigureFormat format = FigureFormat::for_unit(driver.unit, largest);
  TextGrid grid({Align::left, Align::left, Align::left});
  grid.line({fmt::format("{}{}", driver.name, format.unit.empty() ? "" : ", " + format.unit), Style::strong});
  grid.line({shortened(fmt::format("  {} ({})", driver.meaning, driver.shape), explained_columns)});
  if (driver.high > driver.low) {
    grid.line(
        {fmt::format("  {} {} {}", format.figure(driver.low), spark_bars(driver.histogram), format.figure(driver.high)),
         Style::accent});
  }
  bool differs = false;
  for (const auto& quarter : quarters) {
    differs = differs || quarter.believed.p5 != quarter.learnt.p5 || quarter.believed.p95 != quarter.learnt.p95;
  }
  grid.row({{""},
            {differs ? "believed: p50 (p5–p95)" : "p50 (p5–p95)", Style::faint},
            {differs ? "learnt from what was reported" : "", Style::faint}});
  const bool is_same = driver.quarters.size() == 1;
  for (const DriverExplanation::Quarter& quarter : quarters) {
    const bool is_past = quarter.quarter < driver.quarters.front().quarter;
    const std::string when = quarters.size() == 1  ? "every quarter"
                             : is_same && !is_past ? "from " + to_string(quarter.quarter)
                                                   : to_string(quarter.quarter);
    grid.row({{"  " + when, is_past ? Style::faint : Style::plain},
              {narrow_range(quarter.believed, format), is_past ? Style::faint : Style::plain},
              {differs ? narrow_range(quarter.learnt, format) : "", is_past ? Style::faint : Style::strong}});
  }
  append_stated(driver.stated, grid);
  if (driver.stated.empty()) grid.line({"  stated nowhere: the model's own", Style::faint});
  append_sources(driver.provenance, grid);
  return grid.text(colours);
}

std::string block_of(const EventExplanation& event, Colours colours) {
  TextGrid grid({Align::left});
  grid.line({event.name, Style::strong});
  grid.line({"  " + event.chance});
  for (const std::string& effect : event.effects) grid.line({shortened("  " + effect, explained_columns)});
  append_stated(event.stated, grid);
  append_sources(event.provenance, grid);
  return grid.text(colours);
}

}  // namespace

std::string explained_text(const Explained& explained, Colours colours) {
  std::string text;
  const auto append = [&](const std::string& block) { text += (text.empty() ? "" : "\n") + block; };
  for (const DriverExplanation& driver : explained.drivers) append(block_of(driver, colours));
  for (const EventExplanation& event : explained.events) append(block_of(event, colours));
  for (const Bridge& bridge : explained.bridges) append(bridge_table(bridge, colours));
  return text;
}

}  // namespace wafercast
