#include <runners/report/text/comparison.hpp>

#include <runners/report/text/difference_text.hpp>
#include <runners/report/text/explanation.hpp>
#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr int comparison_columns = 80;

/// How many times as many paths two runs of their own draws would take.
std::string gain_text(const CompareResult& result, const Difference& difference) {
  const auto distinct = static_cast<double>(std::min(result.about.paths, result.distinct_paths));
  const double gain = difference.independent_draws / distinct;
  return fmt::format("Two runs of their own draws would take {:.{}f} times as many to know this as well.", gain,
                     gain < 10.0 ? 1 : 0);
}

void append_what_differs(const CompareResult::Other& other, TextGrid& grid) {
  constexpr std::size_t most = 12;
  if (other.differs.empty()) {
    grid.line({"  Nothing differs: both say the same."});
    return;
  }
  for (std::size_t i = 0; i < std::min(most, other.differs.size()); ++i) {
    const ScenarioDifference& differs = other.differs[i];
    const std::string before = differs.before.empty() ? "" : differs.before + " → ";
    const std::string line =
        fmt::format("  {}: {}{}", differs.name, before, differs.after.empty() ? "gone" : differs.after);
    grid.line({shortened(line, comparison_columns)});
  }
  if (other.differs.size() > most) {
    grid.line({fmt::format("  and {} more ('wafercast diff' lists all)", other.differs.size() - most), Style::faint});
  }
}

std::string metric_table(const CompareResult& result, const CompareResult::Other& other, std::size_t begin,
                         std::size_t end, Colours colours) {
  TextGrid grid(
      {Align::left, Align::right, Align::right, Align::right, Align::right, Align::right, Align::right, Align::right});
  const auto largest =
      std::max_element(other.differences.begin() + static_cast<std::ptrdiff_t>(begin),
                       other.differences.begin() + static_cast<std::ptrdiff_t>(end), [](const auto& a, const auto& b) {
                         return (a ? std::abs(a->before.p50) : 0.0) < (b ? std::abs(b->before.p50) : 0.0);
                       });
  if (largest == other.differences.end() || !*largest) return {};
  const FigureFormat format = format_of_differences(result.series[begin], (*largest)->before.p50);
  grid.line({fmt::format("{}{}", title_of(result.about, result.series[begin].metric),
                         format.unit.empty() ? "" : ", " + format.unit),
             Style::strong});
  grid.row({{""},
            {"before", Style::faint},
            {"after", Style::faint},
            {"change", Style::faint},
            {"±", Style::faint},
            {format.is_share ? "" : "of p50", Style::faint},
            {"p5 to p95 of it", Style::faint},
            {"higher on", Style::faint}});
  for (std::size_t s = begin; s < end; ++s) {
    const auto& difference = other.differences[s];
    if (!difference) continue;
    const std::string range =
        fmt::format("{} to {}", signed_figure(format, difference->p5), signed_figure(format, difference->p95));
    const bool moves = std::abs(difference->median.value) > 2.0 * difference->median.error;
    grid.row({{to_string(result.series[s].period)},
              {format.figure(difference->before.p50)},
              {format.figure(difference->after.p50)},
              {signed_figure(format, difference->median.value), moves ? Style::accent : Style::plain},
              {difference->median.error > 0.0 ? format.error(difference->median.error) : ""},
              {relative_change(result.series[s], *difference)},
              {difference->p5 == difference->p95 ? signed_figure(format, difference->p5) : range},
              {difference->higher.value + difference->lower.value > 0.0 ? percent(difference->higher.value) : "same"}});
  }
  return grid.text(colours);
}

std::string answer_text(const Answer& answer) {
  if (answer.probability) return percent(answer.probability->value);
  if (!answer.distribution || answer.distribution->paths == 0) return "–";
  const double median = answer.distribution->quantiles.at(0.5).value;
  const FigureFormat format = FigureFormat::for_unit(answer.unit, std::abs(median));
  return fmt::format("{} {}", format.figure(median), format.unit);
}

std::string answers_section(const CompareResult::Other& other, Colours colours) {
  if (other.answers.empty()) return {};
  TextGrid grid({Align::left, Align::right, Align::right});
  grid.shorten(0, comparison_columns);
  grid.row({{"Questions", Style::strong}, {"before", Style::faint}, {"after", Style::faint}});
  for (const AnswerChange& answer : other.answers) {
    grid.row({{answer.before.name}, {answer_text(answer.before)}, {answer_text(answer.after)}});
  }
  return "\n" + grid.text(colours);
}

/// The metrics that were compared and are not shown.
std::string more_metrics(const CompareResult& result, std::size_t shown) {
  std::vector<std::string> metrics;
  for (const SeriesKey& series : result.series) {
    if (metrics.empty() || metrics.back() != series.metric) metrics.push_back(series.metric);
  }
  if (metrics.size() <= shown) return {};
  metrics.erase(metrics.begin(), metrics.begin() + static_cast<std::ptrdiff_t>(shown));
  return fmt::format("\n--full shows {} as well\n", fmt::join(metrics, ", "));
}

}  // namespace

std::string comparison_text(const CompareResult& result, const ComparisonOptions& options) {
  const Colours colours = options.colours;
  std::string text;
  for (const CompareResult::Other& other : result.others) {
    TextGrid head({Align::left});
    if (!text.empty()) head.blank();
    const std::string name =
        other.settings.empty() ? other.name : fmt::format("{} with {}", other.name, settings_text(other.settings));
    head.line(
        {shortened(fmt::format("{}, against {}", name, result.about.scenario), comparison_columns), Style::strong});
    head.line({shortened(fmt::format("as of {}, {} paths with the same draws, seed {}", to_string(result.about.as_of),
                                     with_thousands(result.about.paths), result.about.seed),
                         comparison_columns),
               Style::faint});
    append_what_differs(other, head);
    for (const std::string& idle : other.idle) head.paragraph({idle, Style::strong}, comparison_columns);
    const std::size_t first = asked_first(result, other);
    if (const auto& difference = other.differences[first]) {
      head.blank();
      head.line({difference_sentence(result.about, result.series[first], *difference), Style::strong});
      if (difference->independent_draws > 0.0) {
        head.line({gain_text(result, *difference), Style::faint});
      }
    }
    for (const std::string& reason : other.reasons) head.paragraph({reason}, comparison_columns);
    text += head.text(colours);
    std::size_t shown = 0;
    for (std::size_t begin = 0; begin < result.series.size() && shown < options.metrics; ++shown) {
      std::size_t end = begin;
      while (end < result.series.size() && result.series[end].metric == result.series[begin].metric) ++end;
      const std::string table = metric_table(result, other, begin, end, colours);
      if (!table.empty()) text += "\n" + table;
      begin = end;
    }
    text += answers_section(other, colours);
  }
  text += more_metrics(result, options.metrics);
  const std::string note = failure_note(result.about);
  return note.empty() ? text : text + "\n" + note;
}

std::string scenario_differences_text(const std::vector<ScenarioDifference>& differences) {
  if (differences.empty()) return "both say the same\n";
  std::string text;
  for (const ScenarioDifference& differs : differences) {
    text += differs.name + "\n";
    text += "  before: " + (differs.before.empty() ? "nothing" : differs.before) + "\n";
    text += "  after:  " + (differs.after.empty() ? "nothing" : differs.after) + "\n";
  }
  return text;
}

}  // namespace wafercast
