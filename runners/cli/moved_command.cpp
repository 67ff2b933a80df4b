#include <wafercast/cli/moved_command.hpp>

#include <wafercast/cli/machine.hpp>
#include <wafercast/cli/option_text.hpp>
#include <wafercast/cli/prepared.hpp>
#include <wafercast/cli/series_choice.hpp>
#include <wafercast/core/diagnostics.hpp>
#include <wafercast/insight/conditioning.hpp>
#include <wafercast/insight/series_draws.hpp>
#include <wafercast/insight/waterfall.hpp>
#include <wafercast/report/explain.hpp>
#include <wafercast/scenario/news.hpp>

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace wafercast {
namespace {

/// The levels of all metrics under one reading of the scenario.
struct Reading {
  std::vector<Level> levels;
  std::vector<std::string> units;
  std::int64_t failed_paths = 0;
};

/// Reads the scenario again and again with the same draws.
class Readings {
 public:
  explicit Readings(const MovedArguments& arguments) : arguments_(arguments) {}

  Prepared prepare_as_of(Date as_of, const Cuts& cuts) const {
    ReadOptions options = read_options(arguments_.reach);
    options.as_of = as_of;
    options.cuts = cuts;
    return prepare(arguments_.scenario, options, arguments_.seed, {arguments_.threads});
  }

  Reading measure(const Prepared& prepared, const std::string& period) const {
    Reading reading;
    std::vector<int> rows;
    for (const std::string& metric : arguments_.metrics) {
      rows.push_back(find_series(prepared.plan, metric, period));
      reading.units.push_back(prepared.plan.series[static_cast<std::size_t>(rows.back())].unit);
    }
    const Eigen::MatrixXd values =
        draw_series(prepared.plan, *prepared.model, prepared.sampler(), rows, arguments_.paths, {arguments_.threads});
    for (Eigen::Index path = 0; path < values.rows(); ++path) {
      if (!values.row(path).allFinite()) ++reading.failed_paths;
    }
    for (const auto& of_series : values.colwise())
      reading.levels.push_back(level_of({of_series.begin(), of_series.end()}));
    return reading;
  }

 private:
  const MovedArguments& arguments_;
};

/// Puts what makes no sense alone before the news that it waits for.
NewsItem joined(const NewsItem& waiting, NewsItem next) {
  next.title = waiting.title + "; " + next.title;
  next.details.insert(next.details.begin(), waiting.details.begin(), waiting.details.end());
  return next;
}

struct NewsReading {
  NewsItem news;
  Reading reading;
};

/// Reads the scenario after each piece of news. Half the news may make no scenario (a belief that follows from the new
/// outlook, with the new quarter and without the outlook), or one that the data contradict: such a piece is told
/// together with the next.
std::vector<NewsReading> read_news(const Readings& readings, const std::vector<NewsItem>& news, Date to,
                                   const std::string& period) {
  std::vector<NewsReading> read;
  std::optional<NewsItem> waiting;
  for (const NewsItem& item : news) {
    const NewsItem told = waiting ? joined(*waiting, item) : item;
    waiting.reset();
    try {
      read.push_back({told, readings.measure(readings.prepare_as_of(to, item.cuts), period)});
    } catch (const InputError&) {
      if (&item == &news.back()) throw;
      waiting = told;
    } catch (const ConflictError&) {
      if (&item == &news.back()) throw;
      waiting = told;
    }
  }
  return read;
}

Waterfall waterfall_of(std::size_t metric, const MovedArguments& arguments, const Reading& before,
                       const std::vector<NewsReading>& read, const Period& period) {
  std::vector<LevelAfter> levels;
  for (const NewsReading& after : read) {
    levels.push_back({after.news.title, after.news.details, after.reading.levels[metric]});
  }
  return telescoped(arguments.metrics[metric], before.units[metric], period, before.levels[metric], levels);
}

}  // namespace

void declare_moved(CLI::App& command, MovedArguments& arguments) {
  command.add_option("scenario", arguments.scenario, "Scenario file (YAML)")->required();
  const auto add_date = [&](const std::string& option, Date& date, const std::string& meaning) {
    command
        .add_option_function<std::string>(
            option, [option, &date](const std::string& text) { date = read_date_option(option, text); }, meaning)
        ->required();
  };
  add_date("--from", arguments.from, "The earlier day (YYYY-MM-DD)");
  add_date("--to", arguments.to, "The later day");
  command.add_option("--metric", arguments.metrics, "Metrics to explain; default: revenue and gross_margin");
  command.add_option("--period", arguments.period,
                     "A period, e.g. FY26 or FY26Q1; default: the next fiscal year on the earlier day");
  command.add_option_function<std::string>(
      "--paths", [&](const std::string& text) { arguments.paths = read_paths_option(text); },
      "Paths to simulate for each piece of news, at least 1000; default: 65536");
  add_seed(command, arguments.seed);
  add_threads(command, arguments.threads);
  add_reach(command, arguments.reach);
  command.add_flag("--json", arguments.json, "Print JSON instead of the table");
  command.final_callback([&] {
    if (arguments.from >= arguments.to) throw CLI::ValidationError("--from", "is not before --to");
    if (arguments.paths < 1000) throw CLI::ValidationError("--paths", "a median wants 1000 paths or more");
  });
}

ExitCode moved(MovedArguments arguments) {
  arguments.threads = threads_to_use(arguments.threads).count;
  const Readings readings(arguments);
  const Prepared earlier = readings.prepare_as_of(arguments.from, {});
  const std::string text = arguments.period.empty() ? next_fiscal_year(earlier.scenario) : arguments.period;
  const Period period =
      earlier.plan.series[static_cast<std::size_t>(find_series(earlier.plan, arguments.metrics.front(), text))].period;
  const Reading before = readings.measure(earlier, text);
  const std::vector<NewsItem> news =
      news_between(arguments.scenario, read_options(arguments.reach), arguments.from, arguments.to);
  const std::vector<NewsReading> read = read_news(readings, news, arguments.to, text);

  ExplanationHeading heading{earlier.scenario.name, arguments.from, arguments.paths,
                             before.failed_paths,   arguments.seed, {}};
  for (const NewsReading& after : read) heading.failed_paths += after.reading.failed_paths;
  std::vector<Waterfall> waterfalls;
  for (std::size_t m = 0; m < arguments.metrics.size(); ++m) {
    heading.metric_titles.emplace(arguments.metrics[m], title_of_metric(*earlier.model, arguments.metrics[m]));
    waterfalls.push_back(waterfall_of(m, arguments, before, read, period));
  }
  fmt::print("{}", arguments.json ? waterfall_json(waterfalls, heading, arguments.to)
                                  : waterfall_text(waterfalls, heading, arguments.to));
  return heading.failed_paths > 0 ? ExitCode::paths_failed : ExitCode::done;
}

}  // namespace wafercast
