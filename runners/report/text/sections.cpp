#include <runners/report/text/figures.hpp>
#include <runners/report/text/sections.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace wafercast {
namespace {

constexpr double rare = 0.005;  ///< shown as "rarely" when no quarter has more

std::string paths_of(const Answer& answer, const Forecast& forecast) {
  const std::int64_t all = forecast.paths - forecast.failed_paths;
  return answer.paths == all ? "" : with_thousands(answer.paths) + " paths";
}

void append_probabilities(const Forecast& forecast, TextGrid& grid) {
  const FigureFormat format = FigureFormat::for_unit("fraction", 1.0);
  for (const Answer& answer : forecast.answers) {
    if (!answer.probability) continue;
    grid.row({{shortened(answer.name, 24)},
              {percent(answer.probability->value), Style::strong},
              {format.error(answer.probability->error), Style::faint},
              {answer.text},
              {paths_of(answer, forecast), Style::faint}});
  }
}

void append_distributions(const Forecast& forecast, TextGrid& grid) {
  for (const Answer& answer : forecast.answers) {
    if (!answer.distribution) continue;
    const auto& quantiles = answer.distribution->quantiles;
    const double largest = std::max(std::abs(quantiles.at(0.05).value), std::abs(quantiles.at(0.95).value));
    const FigureFormat format = FigureFormat::for_unit(answer.unit, largest);
    grid.row({{shortened(answer.name, 20)},
              {format.figure(quantiles.at(0.05).value)},
              {format.figure(quantiles.at(0.50).value), Style::strong},
              {format.figure(quantiles.at(0.95).value)},
              {format.unit, Style::faint},
              {answer.text},
              {paths_of(answer, forecast), Style::faint}});
  }
}

std::string bar(double share, int columns) {
  const auto filled = static_cast<int>(std::lround(share * columns));
  std::string text;
  for (int i = 0; i < filled; ++i) text += "█";
  for (int i = filled; i < columns; ++i) text += "░";
  return text;
}

struct Constraint {
  std::string name;
  const MetricForecast* metric;
  double most;  ///< its share in the quarter in which it bound most often
};

std::vector<Constraint> constraints_of(const Forecast& forecast, const RunDescription& run) {
  std::vector<Constraint> constraints;
  for (const MetricForecast& metric : forecast.metrics) {
    const auto found = run.constraints.find(metric.name);
    if (found == run.constraints.end()) continue;
    Constraint constraint{found->second, &metric, 0.0};
    for (const auto& [period, distribution] : metric.periods) {
      if (!period.is_year()) constraint.most = std::max(constraint.most, distribution.mean.value);
    }
    constraints.push_back(constraint);
  }
  return constraints;
}

/// Takes the constraints that have something to show, at most as many as fit side by side, out of the others.
std::vector<Constraint> take_frequent(std::vector<Constraint>& constraints) {
  constexpr std::ptrdiff_t columns = 7;
  const auto rarer = [](const Constraint& a, const Constraint& b) { return a.most > b.most; };
  std::vector<Constraint> ordered = constraints;
  std::stable_sort(ordered.begin(), ordered.end(), rarer);
  const double least = std::ssize(ordered) > columns ? std::max(ordered[columns].most, rare) : rare;
  std::vector<Constraint> frequent;
  std::copy_if(constraints.begin(), constraints.end(), std::back_inserter(frequent),
               [=](const Constraint& constraint) { return constraint.most > least; });
  std::erase_if(constraints, [=](const Constraint& constraint) { return constraint.most > least; });
  return frequent;
}

constexpr std::array<const char*, 4> patterns = {"█", "▓", "▒", "░"};

/// The shares side by side, each in its pattern; what is left stays blank. Shares that overlap are scaled to fit.
std::string stacked_bar(const std::vector<double>& shares) {
  constexpr double columns = 24.0;
  double sum = 0.0;
  for (const double share : shares) sum += share;
  const double scale = columns / std::max(sum, 1.0);
  std::string text;
  double reached = 0.0;
  long drawn = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    reached += shares[i] * scale;
    for (; drawn < std::lround(reached); ++drawn) text += patterns[i];
  }
  return text;
}

void append_quarter(const Period& quarter, const std::vector<Constraint>& constraints, bool stacked, TextGrid& grid) {
  std::vector<TextCell> cells = {{to_string(quarter)}};
  std::vector<double> shares;
  for (const Constraint& constraint : constraints) {
    const auto found = constraint.metric->periods.find(quarter);
    shares.push_back(found == constraint.metric->periods.end() ? 0.0 : found->second.mean.value);
    const bool shown = shares.back() >= rare;
    cells.push_back({shown ? fmt::format("{:.0f}%", 100.0 * shares.back()) : "·", shown ? Style::plain : Style::faint});
  }
  if (stacked) cells.push_back({stacked_bar(shares), Style::accent});
  grid.row(std::move(cells));
}

std::string names_of(const std::vector<Constraint>& constraints) {
  std::string names;
  for (const Constraint& constraint : constraints) names += (names.empty() ? "" : ", ") + constraint.name;
  return names;
}

/// "FY25 Q4 results (2025-02-26)" in two.
struct SourceLine {
  std::string title;
  std::string published;
};

SourceLine split_source(const std::string& line) {
  const std::size_t bracket = line.rfind(" (");
  if (bracket == std::string::npos || !line.ends_with(")")) return {line, ""};
  const std::string inside = line.substr(bracket + 2, line.size() - bracket - 3);
  if (!parse_date(inside)) return {line, ""};
  return {line.substr(0, bracket), inside};
}

/// The text says its unit itself, or the number is plain, or the unit follows.
std::string value_with_unit(const Assumption& assumption) {
  const bool is_clear = assumption.unit == "fraction" || assumption.text.find(assumption.unit) != std::string::npos;
  return is_clear ? assumption.text : fmt::format("{} {}", assumption.text, assumption.unit);
}

}  // namespace

std::string answers_section(const Forecast& forecast, Colours colours) {
  TextGrid probabilities({Align::left, Align::right, Align::right, Align::left, Align::right});
  probabilities.shorten(3, table_columns);
  append_probabilities(forecast, probabilities);
  TextGrid distributions(
      {Align::left, Align::right, Align::right, Align::right, Align::left, Align::left, Align::right});
  distributions.shorten(5, table_columns);
  const bool any_distribution = std::any_of(forecast.answers.begin(), forecast.answers.end(),
                                            [](const Answer& answer) { return answer.distribution.has_value(); });
  if (any_distribution) {
    distributions.row({{}, {"p5", Style::faint}, {"p50", Style::faint}, {"p95", Style::faint}});
    append_distributions(forecast, distributions);
  }
  TextGrid unanswered({Align::left});
  for (const Answer& answer : forecast.answers) {
    if (answer.paths > 0) continue;
    unanswered.line(
        {shortened(answer.name + ": no path met its condition: " + answer.text, table_columns), Style::faint});
  }
  const std::string body = probabilities.text(colours) + distributions.text(colours) + unanswered.text(colours);
  if (body.empty()) return {};
  TextGrid heading({Align::left});
  heading.line({"Questions", Style::strong});
  return heading.text(colours) + body;
}

std::string constraints_section(const Forecast& forecast, const RunDescription& run, Colours colours) {
  std::vector<Constraint> rest = constraints_of(forecast, run);
  if (rest.empty()) return {};
  const std::vector<Constraint> shown = take_frequent(rest);
  const bool stacked = shown.size() <= patterns.size();
  std::vector<Align> columns(shown.size() + 2, Align::right);
  columns.front() = columns.back() = Align::left;
  TextGrid grid(columns);
  grid.line({"What bound, in how many of the paths", Style::strong});
  std::vector<TextCell> header = {{}};
  std::set<Period> quarters;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::string pattern = stacked ? std::string(patterns[i]) + " " : "";
    header.push_back({pattern + shortened(shown[i].name, stacked ? 14 : 10), Style::faint});
    for (const auto& [period, distribution] : shown[i].metric->periods) {
      if (!period.is_year() && distribution.paths > 0) quarters.insert(period);
    }
  }
  if (!shown.empty()) grid.row(std::move(header));
  for (const Period& quarter : quarters) append_quarter(quarter, shown, stacked, grid);
  if (!rest.empty()) grid.line({shortened("less often or never: " + names_of(rest), table_columns), Style::faint});
  return grid.text(colours);
}

std::string events_section(const Forecast& forecast, Colours colours) {
  if (forecast.events.empty()) return {};
  const FigureFormat format = FigureFormat::for_unit("fraction", 1.0);
  TextGrid grid({Align::left, Align::right, Align::right, Align::left});
  grid.line({"Events, share of paths on which they start", Style::strong});
  for (const EventFrequency& event : forecast.events) {
    grid.row({{shortened(event.name, 40)},
              {percent(event.probability.value), Style::strong},
              {format.error(event.probability.error), Style::faint},
              {bar(event.probability.value, 24), Style::accent}});
  }
  return grid.text(colours);
}

std::string assumptions_section(const std::vector<Assumption>& assumptions, std::size_t most, Colours colours) {
  if (assumptions.empty() || most == 0) return {};
  const auto newest = [](const Assumption& a) {
    return a.provenance.empty() ? SourceLine{} : split_source(a.provenance.front());
  };
  std::vector<Assumption> shown = assumptions;
  std::stable_sort(shown.begin(), shown.end(), [&](const Assumption& a, const Assumption& b) {
    if (a.changed.empty() != b.changed.empty()) return b.changed.empty();
    return newest(a).published > newest(b).published;
  });
  if (shown.size() > most) shown.resize(most);
  TextGrid grid({Align::left, Align::left, Align::left, Align::left});
  grid.shorten(1, table_columns);
  grid.line({"Assumed, and from where", Style::strong});
  for (const Assumption& assumption : shown) {
    const SourceLine source = newest(assumption);
    const std::size_t others = assumption.provenance.empty() ? 0 : assumption.provenance.size() - 1;
    const std::string more = others > 0 ? fmt::format(" +{}", others) : "";
    const bool changed = !assumption.changed.empty();
    grid.row({{shortened((changed ? "▸ " : "") + assumption.driver, 27), changed ? Style::accent : Style::plain},
              {value_with_unit(assumption) + (changed ? "; " + assumption.changed : "")},
              {source.published, Style::faint},
              {shortened(source.title, 24 - display_width(more)) + more, Style::faint}});
  }
  if (shown.size() < assumptions.size()) {
    grid.line(
        {fmt::format("and {} more with older sources (--assumptions lists all)", assumptions.size() - shown.size()),
         Style::faint});
  }
  return grid.text(colours);
}

}  // namespace wafercast
