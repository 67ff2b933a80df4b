#include <runners/jobs/studies/why.hpp>

#include <engine/insight/series_draws.hpp>
#include <engine/language/news.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/runs/undefined.hpp>
#include <runners/jobs/studies/expected_quarters.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <optional>
#include <utility>

namespace wafercast {
namespace {

using Kind = NewsItem::Kind;

ScenarioRequest seen_from(ScenarioRequest request, Date as_of, const Cuts& cuts) {
  request.read.as_of = as_of;
  request.read.cuts = cuts;
  return request;
}

/// The levels of all metrics under one reading of the scenario.
struct Reading {
  std::vector<Level> levels;
  std::vector<std::string> units;
  std::int64_t failed_paths = 0;
  Explanation about{};  ///< what is undefined
};

/// Reads the scenario again and again with the same draws.
class Readings {
 public:
  Readings(const WhyRequest& request, const std::vector<std::string>& metrics) : request_(request), metrics_(metrics) {}

  Prepared prepare_as_of(Date as_of, const Cuts& cuts) const {
    return prepare(seen_from(request_.scenario, as_of, cuts));
  }

  Reading measure(const Prepared& prepared, const std::string& period) const {
    Reading reading;
    std::vector<int> rows;
    std::vector<Eigen::Index> always_defined;
    for (const std::string& metric : metrics_) {
      rows.push_back(choose_series(prepared.plan, metric, period));
      const SeriesKey& series = prepared.plan.series[static_cast<std::size_t>(rows.back())];
      if (!series.may_be_undefined) always_defined.push_back(static_cast<Eigen::Index>(rows.size()) - 1);
      reading.units.push_back(series.unit);
    }
    const Eigen::MatrixXd values = draw_series(prepared.plan, *prepared.model, prepared.sampler(), rows, request_.paths,
                                               request_.scenario.threads);
    for (Eigen::Index path = 0; path < values.rows(); ++path) {
      if (!values.row(path)(always_defined).allFinite()) ++reading.failed_paths;
    }
    for (std::size_t s = 0; s < rows.size(); ++s) {
      const auto of_series = values_of(values, static_cast<Eigen::Index>(s));
      note_undefined(prepared.plan.series[static_cast<std::size_t>(rows[s])], of_series, reading.about);
      reading.levels.push_back(level_of({of_series.begin(), of_series.end()}));
    }
    return reading;
  }

 private:
  const WhyRequest& request_;
  const std::vector<std::string>& metrics_;
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

Waterfall waterfall_of(const std::string& metric, std::size_t of, const Reading& before,
                       const std::vector<NewsReading>& read, const Period& period) {
  std::vector<LevelAfter> levels;
  for (const NewsReading& after : read) {
    levels.push_back({after.news.title, after.news.details, after.reading.levels[of]});
  }
  return telescoped(metric, before.units[of], period, before.levels[of], levels);
}

Cuts with_expected(Cuts cuts, const ExpectedQuarters& expected) {
  cuts.reported.reset();
  cuts.guided.reset();
  cuts.reported_as = expected.reported;
  cuts.guided_as = expected.guided;
  return cuts;
}

/// Time passes with quarters as they were expected; then what was reported is held against that, and then the outlook.
void hold_against(const ExpectedQuarters& expected, std::vector<NewsItem>& news) {
  for (NewsItem& item : news) {
    if (item.kind != Kind::time && item.kind != Kind::reported) {
      if (item.kind == Kind::outlook) item.title = "outlook, against what was expected";
      continue;
    }
    const bool is_time = item.kind == Kind::time;
    item.cuts = with_expected(item.cuts, expected);
    if (!is_time) item.cuts.reported_as.clear();
    item.title += is_time ? ", with quarters as expected" : ", against what was expected";
  }
}

/// How far a company misses its outlook depends on the outlook, so the one that goes with what was expected is sought:
/// the later forecast of its quarter has the median of the earlier one.
ExpectedQuarters as_expected(const WhyRequest& request, const Prepared& earlier, const Cuts& cuts, FiscalQuarter last) {
  constexpr int rounds = 2;
  const Threads threads = request.scenario.threads;
  ExpectedQuarters expected = expected_quarters(earlier, last, request.paths, threads);
  for (int round = 0; round < rounds; ++round) {
    try {
      const Prepared later = prepare(seen_from(request.scenario, request.to, with_expected(cuts, expected)));
      move_outlook(earlier, later, request.paths, threads, expected);
    } catch (const InputError&) {
      break;  // told together with the next piece of news
    } catch (const ConflictError&) {
      break;
    }
  }
  return expected;
}

/// Where a year or the one before it, from which it grows, has a week more.
std::vector<std::string> notes_on_weeks(const FiscalCalendar& calendar, const Period& period) {
  std::vector<std::string> notes;
  const int year = period.fiscal_year();
  for (const FiscalQuarter fourth : {FiscalQuarter(year - 1, 4), FiscalQuarter(year, 4)}) {
    if (calendar.length_of(fourth) <= 1.0) continue;
    notes.push_back(
        fmt::format("{} has 14 weeks, {} has 53. The 14th is 7% of the quarter: growth from it is as much lower.",
                    to_string(fourth), fiscal_year_name(fourth.fiscal_year())));
  }
  return notes;
}

}  // namespace

WhyResult why(const WhyRequest& request) {
  const std::vector<std::string> periods =
      request.period.empty() ? std::vector<std::string>{} : std::vector{request.period};
  const Prepared earlier =
      prepare(with_series(seen_from(request.scenario, request.from, {}), request.metrics, periods));
  const std::vector<std::string> metrics =
      request.metrics.empty() ? usual_metrics_of(earlier.scenario) : request.metrics;
  const Readings readings(request, metrics);
  const std::string text = request.period.empty() ? next_fiscal_year(earlier.scenario) : request.period;
  const Period period =
      earlier.plan.series[static_cast<std::size_t>(choose_series(earlier.plan, metrics.front(), text))].period;
  const Reading before = readings.measure(earlier, text);
  std::vector<NewsItem> news =
      news_between(request.scenario.file, for_models_of_this_program(request.scenario.read), request.from, request.to);
  const FiscalQuarter last = ::wafercast::read(seen_from(request.scenario, request.to, {})).last_reported;
  if (last > earlier.scenario.last_reported) hold_against(as_expected(request, earlier, news.front().cuts, last), news);
  const std::vector<NewsReading> read = read_news(readings, news, request.to, text);

  WhyResult result{{earlier.scenario.name, request.from, request.paths, before.failed_paths, request.scenario.seed, {}},
                   request.to,
                   {}};
  result.about.undefined = before.about.undefined;
  result.notes = notes_on_weeks(earlier.scenario.calendar, period);
  for (const NewsReading& after : read) result.about.failed_paths += after.reading.failed_paths;
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    result.about.metric_titles.emplace(metrics[m], title_of_metric(earlier, metrics[m]));
    result.waterfalls.push_back(waterfall_of(metrics[m], m, before, read, period));
  }
  return result;
}

}  // namespace wafercast
