#include <runners/report/text/brief.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/suggest.hpp>
#include <runners/report/text/beliefs_text.hpp>
#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace wafercast {
namespace {

constexpr int narrowest = 40;
constexpr int most_lines = 40;
constexpr int period_columns = 8;
constexpr int metric_columns = 18;
constexpr std::size_t most_quarters = 8;
constexpr std::size_t most_changes = 4;
constexpr std::size_t most_cautions = 3;
constexpr std::size_t most_answers = 6;

const MetricForecast* find_metric(const Forecast& forecast, const std::string& name) {
  const auto found = std::ranges::find(forecast.metrics, name, &MetricForecast::name);
  return found == forecast.metrics.end() ? nullptr : &*found;
}

/// "Gross margin"; a short name in capitals: "EPS".
std::string short_title(const std::string& metric) {
  constexpr std::size_t longest_abbreviation = 3;
  if (metric.size() > longest_abbreviation) return in_words(metric);
  std::string title;
  for (const char c : metric) title += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return title;
}

/// The same within a sentence: "gross margin", "EPS".
std::string title_within(const std::string& metric) {
  std::string title = short_title(metric);
  if (title != metric && title.size() > 3)
    title[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(title[0])));
  return title;
}

/// A metric with how its figures are written: one choice for all periods.
struct Column {
  const MetricForecast& metric;
  FigureFormat format;
  int width = 0;  ///< of its widest figure

  explicit Column(const MetricForecast& of) : metric(of), format(FigureFormat::for_unit(of.unit, largest_of(of))) {
    if (format.unit == "USD per share") format.unit = "USD";
    for (const auto& [period, distribution] : of.periods) {
      if (distribution.paths > 0)
        width = std::max(width, display_width(format.figure(distribution.quantiles.at(0.5).value)));
    }
  }

  static double largest_of(const MetricForecast& metric) {
    double largest = 0.0;
    for (const auto& [period, distribution] : metric.periods) {
      if (distribution.paths > 0) largest = std::max(largest, std::abs(distribution.quantiles.at(0.5).value));
    }
    return largest;
  }

  /// A figure with what is said of it: figures stand below one another.
  std::string cell(double value, const std::string& what) const {
    const std::string figure = format.figure(value);
    return std::string(static_cast<std::size_t>(std::max(0, width - display_width(figure))), ' ') + figure + " " + what;
  }

  /// "(110–117)", with fewer digits than the middle.
  std::string range(const Distribution& distribution) const {
    FigureFormat coarse = format;
    const double largest =
        std::max(std::abs(distribution.quantiles.at(0.05).value), std::abs(distribution.quantiles.at(0.95).value));
    if (largest * format.factor >= (format.is_share ? 100.0 : 20.0)) coarse.decimals = 0;
    return fmt::format("({}–{})", coarse.figure(distribution.quantiles.at(0.05).value),
                       coarse.figure(distribution.quantiles.at(0.95).value));
  }
};

/// What stands in the table beside the forecast.
struct Known {
  Period period;
  const char* what;
};

class Brief {
 public:
  Brief(const Forecast& forecast, const RunDescription& run, const BriefOptions& options)
      : forecast_(forecast), run_(run), options_(options), columns_(std::max(options.columns, narrowest)) {
    const std::vector<std::string>& names = options.metrics.empty() ? run.brief : options.metrics;
    const auto room = static_cast<std::size_t>((columns_ - period_columns) / metric_columns);
    for (const std::string& name : names) {
      const MetricForecast* metric = find_metric(forecast, name);
      if (metric == nullptr && !options.metrics.empty()) refuse_metric(name);
      const bool fits = !options.metrics.empty() || shown_.size() < room;  // what is asked for is shown
      if (metric != nullptr && fits) shown_.emplace_back(*metric);
    }
    for (const std::string& period : options.periods) check_period(period);
  }

  std::string text() const {
    std::string text = title();
    const std::string last = constraints() + more();
    for (const std::string& section : {sentences(), table(), changes()}) {
      if (!section.empty()) text += "\n" + section;
    }
    const auto lines = [](const std::string& of) { return static_cast<int>(std::ranges::count(of, '\n')); };
    constexpr int others = 4;  // two blank lines, the heading of the answers, and where the results are
    const std::string answered = answers(most_lines - lines(text) - lines(last) - others);
    if (!answered.empty()) text += "\n" + answered;
    return text + "\n" + last;
  }

 private:
  [[noreturn]] void refuse_metric(const std::string& name) const {
    std::vector<std::string> names;
    for (const MetricForecast& metric : forecast_.metrics) names.push_back(metric.name);
    throw InputError(Diagnostic{{}, fmt::format("the model has no metric '{}'", name), did_you_mean(name, names)});
  }

  void check_period(const std::string& name) const {
    for (const Column& column : shown_) {
      for (const auto& [period, distribution] : column.metric.periods) {
        if (to_string(period) == name) return;
      }
    }
    throw InputError(Diagnostic{{},
                                fmt::format("'{}' is no period of this forecast", name),
                                fmt::format("there are {} to {} and their fiscal years",
                                            to_string(run_.first_quarter()), to_string(run_.last_quarter()))});
  }

  std::string title() const {
    TextGrid grid({Align::left});
    grid.line({shortened(run_.scenario, columns_), Style::strong});
    grid.line({shortened(fmt::format("as of {}, {}, seed {}, {}", to_string(run_.as_of),
                                     drawn_paths(forecast_.paths, run_.points()), run_.input.seed, run_.file()),
                         columns_),
               Style::faint});
    if (forecast_.failed_paths > 0) {
      grid.paragraph({fmt::format("{} of {} paths failed and are left out; the first is path {}",
                                  with_thousands(forecast_.failed_paths), with_thousands(forecast_.paths),
                                  forecast_.first_failed_paths.front()),
                      Style::strong},
                     columns_);
    }
    if (!run_.age_of_news.empty()) grid.line({shortened(run_.age_of_news, columns_), Style::strong});
    append_cautions(grid);
    return grid.text(options_.colours);
  }

  /// What the figures below do not say, whole: a caution that is cut off is none.
  void append_cautions(TextGrid& grid) const {
    for (std::size_t i = 0; i < std::min(most_cautions, run_.cautions.size()); ++i) {
      grid.paragraph({run_.cautions[i], Style::strong}, columns_);
    }
    if (run_.cautions.size() > most_cautions)
      grid.line({fmt::format("and {} more such notes", run_.cautions.size() - most_cautions), Style::strong});
  }

  std::string sentences() const {
    TextGrid grid({Align::left});
    for (const std::string& sentence : contradiction_sentences(run_))
      grid.paragraph({sentence, Style::accent}, columns_);
    for (const std::string& sentence : year_sentences(forecast_, run_)) {
      grid.paragraph({sentence, Style::strong}, columns_);
    }
    for (const std::string& sentence : belief_sentences(forecast_, run_)) grid.paragraph({sentence}, columns_);
    return grid.text(options_.colours);
  }

  bool is_asked_for(const Period& period) const {
    return options_.periods.empty() || std::ranges::find(options_.periods, to_string(period)) != options_.periods.end();
  }

  std::string table() const {
    if (shown_.empty()) return {};
    TextGrid grid(std::vector<Align>(shown_.size() + 1, Align::left));
    std::vector<TextCell> names = {{""}};
    std::vector<TextCell> units = {{""}};
    for (const Column& column : shown_) {
      names.push_back({short_title(column.metric.name), Style::strong});
      units.push_back({column.format.unit, Style::faint});
    }
    grid.row(names);
    grid.row(units);
    if (options_.periods.empty()) append_known(grid);
    std::size_t quarters = 0;
    for (const bool years : {false, true}) {
      for (const Period& period : periods()) {
        if (period.is_year() != years || !is_asked_for(period)) continue;
        if (!years && options_.periods.empty() && ++quarters > most_quarters) continue;
        grid.row(forecast_row(period));
      }
    }
    return grid.text(options_.colours);
  }

  std::vector<Period> periods() const {
    std::set<Period> periods;
    for (const auto& column : shown_) {
      for (const auto& [period, distribution] : column.metric.periods) {
        if (distribution.paths > 0) periods.insert(period);
      }
    }
    return {periods.begin(), periods.end()};
  }

  std::vector<TextCell> forecast_row(const Period& period) const {
    std::vector<TextCell> row = {{to_string(period)}};
    for (const Column& column : shown_) {
      const auto found = column.metric.periods.find(period);
      if (found == column.metric.periods.end() || found->second.paths == 0) {
        row.emplace_back();
        continue;
      }
      row.push_back({column.cell(found->second.quantiles.at(0.5).value, column.range(found->second))});
    }
    return row;
  }

  void append_known(TextGrid& grid) const {
    const Period last = Period::quarter(run_.last_reported);
    const Period first = Period::quarter(run_.first_quarter());
    append_known(grid, last, "reported",
                 [&](const std::string& metric) { return run_.history.reported_at(metric, run_.last_reported); });
    append_known(grid, first, "guided",
                 [&](const std::string& metric) { return run_.history.guided_at(metric, run_.first_quarter()); });
    append_known(grid, first, "consensus", [&](const std::string& metric) -> std::optional<double> {
      const auto expected = run_.history.expected_at(metric, first, run_.as_of);
      return expected ? std::optional(expected->value) : std::nullopt;
    });
  }

  template <class Figure>
  void append_known(TextGrid& grid, const Period& period, const char* what, const Figure& figure) const {
    std::vector<TextCell> row = {{to_string(period), Style::faint}};
    bool any = false;
    for (const Column& column : shown_) {
      const std::optional<double> value = figure(column.metric.name);
      row.push_back({value ? column.cell(*value, what) : "", Style::faint});
      any = any || value.has_value();
    }
    if (any) grid.row(row);
  }

  std::string changes() const {
    if (run_.changes.empty()) return {};
    TextGrid grid({Align::left});
    grid.line({"What this scenario changes", Style::strong});
    std::vector<std::pair<std::string, std::string>>
        told;  // what is done, and of what: the same of several is told once
    for (const ChangeReport& report : run_.changes) {
      const ScenarioChange& change = report.change;
      std::string words = change.before.empty() ? change.after : fmt::format("{} → {}", change.before, change.after);
      if (!change.when.empty()) words += (words.empty() ? "" : " ") + change.when;
      const std::string start = fmt::format("  {} ", word_of(change.kind));
      if (!told.empty() && told.back().first == words && told.back().second.starts_with(start)) {
        told.back().second += ", " + change.target;
      } else {
        told.emplace_back(words, start + change.target);
      }
    }
    for (std::size_t i = 0; i < std::min(most_changes, told.size()); ++i) {
      const auto& [words, of] = told[i];
      const int room = columns_ - std::min(display_width(words), columns_ / 2) - 2;
      grid.line({shortened(words.empty() ? of : fmt::format("{}: {}", shortened(of, room), words), columns_)});
    }
    if (told.size() > most_changes) grid.line({fmt::format("  and {} more", told.size() - most_changes), Style::faint});
    append_moved(grid);
    append_limits(grid);
    return grid.text(options_.colours);
  }

  /// What other beliefs did to the metric that stands first.
  void append_moved(TextGrid& grid) const {
    if (run_.moved.empty()) return;
    const MovedMetric& moved = run_.moved.front();
    const FigureFormat format = FigureFormat::for_unit(moved.unit, std::abs(moved.median.before));
    grid.line({shortened(
        fmt::format("  Believing otherwise moves {} of {} from {} to {} {} ({})", title_within(moved.metric),
                    to_string(moved.period), format.figure(moved.median.before), format.figure(moved.median.after),
                    format.unit, format.change(moved.median.before, moved.median.after)),
        columns_)});
  }

  void append_limits(TextGrid& grid) const {
    if (run_.limits.empty()) return;
    const auto most = std::ranges::max_element(run_.limits, {}, &LimitReport::paths);
    grid.line({shortened(fmt::format("  {} is held at the bound of what it can be in {} of {} paths", most->driver,
                                     with_thousands(most->paths), with_thousands(forecast_.paths)),
                         columns_),
               Style::strong});
  }

  /// On so many lines beside the heading.
  std::string answers(int room) const {
    if (forecast_.answers.empty() || !options_.metrics.empty() || !options_.periods.empty() || room < 1) return {};
    TextGrid grid({Align::left, Align::right, Align::left});
    grid.shorten(2, columns_);
    grid.line({"Questions", Style::strong});
    const std::size_t all = forecast_.answers.size();
    const std::size_t shown = std::min(static_cast<std::size_t>(room), most_answers + 1) < all
                                  ? std::min(static_cast<std::size_t>(room) - 1, most_answers)
                                  : all;
    for (std::size_t i = 0; i < shown; ++i) {
      const Answer& answer = forecast_.answers[i];
      grid.row({{answer.name}, {answer_text(answer), Style::strong}, {answer.text, Style::faint}});
    }
    if (shown < all) grid.line({fmt::format("and {} more", all - shown), Style::faint});
    return grid.text(options_.colours);
  }

  static std::string answer_text(const Answer& answer) {
    if (answer.probability) return percent(answer.probability->value);
    if (!answer.distribution || answer.distribution->paths == 0) return "no path meets the condition";
    const auto& quantiles = answer.distribution->quantiles;
    const FigureFormat format = FigureFormat::for_unit(answer.unit, std::abs(quantiles.at(0.5).value));
    return fmt::format("{} ({}–{}) {}", format.figure(quantiles.at(0.5).value), format.figure(quantiles.at(0.05).value),
                       format.figure(quantiles.at(0.95).value), format.unit);
  }

  /// What binds in at least one path in twenty: in the first quarter and in the last.
  std::string constraints() const {
    if (!options_.metrics.empty() || !options_.periods.empty()) return {};
    constexpr double seldom = 0.05;
    const Period first = Period::quarter(run_.first_quarter());
    const Period last = Period::quarter(run_.last_quarter());
    std::string text;
    for (const MetricForecast& metric : forecast_.metrics) {
      const auto constraint = run_.constraints.find(metric.name);
      if (constraint == run_.constraints.end()) continue;
      const auto share = [&](const Period& period) {
        const auto found = metric.periods.find(period);
        return found == metric.periods.end() ? 0.0 : found->second.mean.value;
      };
      if (std::max(share(first), share(last)) < seldom) continue;
      text += fmt::format("{}{} {:.0f}→{:.0f}%", text.empty() ? "" : ", ", constraint->second, 100.0 * share(first),
                          100.0 * share(last));
    }
    if (text.empty()) return {};
    TextGrid grid({Align::left});
    grid.line(
        {shortened(fmt::format("Holds sales back, {} → {}: {}", to_string(first), to_string(last), text), columns_)});
    return grid.text(options_.colours);
  }

  std::string more() const {
    TextGrid grid({Align::left});
    const std::size_t notes = run_.notes.size();
    const std::string noted = notes == 0 ? "" : fmt::format(" and {} note{}", notes, notes == 1 ? "" : "s");
    grid.paragraph({fmt::format("Medians (nine paths in ten between). --full shows the rest{}.", noted), Style::faint},
                   columns_);
    return grid.text(options_.colours);
  }

  const Forecast& forecast_;
  const RunDescription& run_;
  const BriefOptions& options_;
  int columns_;
  std::vector<Column> shown_;
};

}  // namespace

std::vector<std::string> year_sentences(const Forecast& forecast, const RunDescription& run) {
  const MetricForecast* metric = run.brief.empty() ? nullptr : find_metric(forecast, run.brief.front());
  if (metric == nullptr) return {};
  const FigureFormat format = FigureFormat::for_unit(metric->unit, Column::largest_of(*metric));
  FigureFormat coarse = format;
  coarse.decimals = 0;
  std::vector<std::string> sentences;
  for (const auto& [period, distribution] : metric->periods) {
    if (!period.is_year() || distribution.paths == 0) continue;
    std::string sentence = fmt::format("{} {}: {} {}, nine in ten between {} and {}", to_string(period),
                                       title_within(metric->name), coarse.figure(distribution.quantiles.at(0.5).value),
                                       format.unit, coarse.figure(distribution.quantiles.at(0.05).value),
                                       coarse.figure(distribution.quantiles.at(0.95).value));
    if (const auto expected = run.history.expected_at(metric->name, period, run.as_of))
      sentence += fmt::format("; consensus {} of {}", coarse.figure(expected->value), to_string(expected->published));
    sentences.push_back(sentence + ".");
  }
  return sentences;
}

std::string brief_table(const Forecast& forecast, const RunDescription& run, const BriefOptions& options) {
  return Brief(forecast, run, options).text();
}

}  // namespace wafercast
