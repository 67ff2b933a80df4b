#include <runners/report/text/bridge_text.hpp>

#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

FigureFormat bridge_format(const Bridge& bridge) {
  return FigureFormat::for_unit(bridge.unit, std::abs(bridge.forecast));
}

/// "+12.3"; of a share in points: "+1.2"
std::string signed_figure(double change, const FigureFormat& format) {
  const std::string figure = format.figure(change);
  return change >= 0.0 ? "+" + figure : figure;
}

/// The steps from consensus, or from the drivers as published where nobody published one.
std::vector<Bridge::Step> steps_shown(const Bridge& bridge) {
  std::vector<Bridge::Step> steps;
  if (bridge.consensus) steps.push_back({"drivers as published", bridge.published - *bridge.consensus});
  steps.insert(steps.end(), bridge.steps.begin(), bridge.steps.end());
  return steps;
}

}  // namespace

std::string bridge_sentence(const RunDescription& run) {
  const auto is_shown = [&](const Bridge& bridge) { return !run.brief.empty() && bridge.metric == run.brief.front(); };
  const auto& bridges = run.beliefs_and_record.bridges;
  const auto last = std::find_if(bridges.rbegin(), bridges.rend(), is_shown);
  if (last == bridges.rend()) return {};
  FigureFormat format = bridge_format(*last);
  if (!format.is_share) format.decimals = 0;
  std::string text = fmt::format("Why {} in {}: {} {}", format.figure(last->forecast), to_string(last->period),
                                 last->consensus ? "consensus" : "drivers as published",
                                 format.figure(last->consensus.value_or(last->published)));
  for (const Bridge::Step& step : steps_shown(*last))
    text += fmt::format(", {} {}", step.what, signed_figure(step.change, format));
  return text + ".";
}

std::string bridge_table(const Bridge& bridge, Colours colours) {
  const FigureFormat format = bridge_format(bridge);
  TextGrid grid({Align::left, Align::right, Align::right});
  grid.line(
      {fmt::format("{}[{}], median, {}: why", bridge.metric, to_string(bridge.period), format.unit), Style::strong});
  double level = bridge.consensus.value_or(bridge.published);
  grid.row({{bridge.consensus ? "  consensus" : "  drivers as published"}, {}, {format.figure(level)}});
  for (const Bridge::Step& step : steps_shown(bridge)) {
    level += step.change;
    grid.row({{"  " + step.what}, {signed_figure(step.change, format)}, {format.figure(level), Style::faint}});
  }
  grid.row({{"  the forecast"}, {}, {format.figure(bridge.forecast), Style::strong}});
  grid.line({"  The steps add up and know no order: each is the mean of what a term adds", Style::faint});
  grid.line({"  when it is learnt first and when it is learnt last.", Style::faint});
  return grid.text(colours);
}

}  // namespace wafercast
