#include <engine/scoring/mean.hpp>
#include <engine/scoring/scoreboard.hpp>
#include <engine/scoring/scores.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>

namespace wafercast {
namespace {

struct Scored {
  const ScoredForecast* forecast;
  ForecastScore score;
};

std::vector<Scored> scored(
    const Backtest& backtest,
    const std::function<bool(const ScoredForecast&)>& is_wanted = [](const ScoredForecast&) { return true; }) {
  std::vector<Scored> all;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (!is_wanted(forecast)) continue;
    if (const auto score = score_of(forecast)) all.push_back({&forecast, *score});
  }
  return all;
}

template <class Value>
void note(std::vector<Value>& seen, const Value& value) {
  if (std::find(seen.begin(), seen.end(), value) == seen.end()) seen.push_back(value);
}

using Target = std::pair<FiscalQuarter, int>;  // origin and horizon

Target target_of(const Scored& scored) {
  return {scored.forecast->origin, scored.forecast->horizon};
}

bool is_pooled(const ScoredForecast& forecast) {
  return forecast.horizon <= pooled_horizons;
}

std::vector<Scored> of_method(const std::vector<Scored>& all, const std::string& method) {
  std::vector<Scored> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [&](const Scored& one) { return one.forecast->method == method; });
  return some;
}

/// Fills in skill and the number of targets that it was measured on.
void compare(const std::vector<Scored>& method, const std::vector<Scored>& baseline, ScoreRow& row) {
  double own = 0.0;
  double other = 0.0;
  for (const Scored& one : method) {
    const auto same = std::find_if(baseline.begin(), baseline.end(),
                                   [&](const Scored& candidate) { return target_of(candidate) == target_of(one); });
    if (same == baseline.end()) continue;
    own += one.score.crps;
    other += same->score.crps;
    ++row.compared;
  }
  constexpr double rounding = 1e-9;  // a baseline that is never wrong by more has no error to be better than
  if (row.compared > 0 && other > rounding * row.compared) row.skill = 1.0 - own / other;
}

/// The rows of one metric and one choice of targets.
class Section {
 public:
  Section(std::vector<Scored> scored, std::string baseline, Targets targets)
      : scored_(std::move(scored)), baseline_(of_method(scored_, baseline)), targets_(targets) {
    for (const Scored& one : scored_) note(horizons_, one.forecast->horizon);
    std::sort(horizons_.begin(), horizons_.end());
  }

  void append_to(std::vector<ScoreRow>& rows) const {
    std::vector<std::string> methods;
    for (const Scored& one : scored_) note(methods, one.forecast->method);
    for (const int horizon : horizons_) append(methods, horizon, rows);
    append(methods, std::nullopt, rows);
  }

 private:
  void append(const std::vector<std::string>& methods, std::optional<int> horizon, std::vector<ScoreRow>& rows) const {
    for (const std::string& method : methods) {
      std::vector<Scored> some = of_method(scored_, method);
      std::erase_if(some, [&](const Scored& one) {
        return horizon ? one.forecast->horizon != *horizon : !is_pooled(*one.forecast);
      });
      if (!some.empty()) rows.push_back(row(some, horizon));
    }
  }

  ScoreRow row(const std::vector<Scored>& some, std::optional<int> horizon) const {
    Mean crps, bias, error, in_50, in_90, width;
    for (const Scored& one : some) {
      crps.add(one.score.crps);
      bias.add(one.score.error);
      error.add(one.score.absolute_error);
      in_50.add(as_number(one.score.in_50));
      in_90.add(as_number(one.score.in_90));
      width.add(one.score.width_90);
    }
    ScoreRow row;
    row.metric = some.front().forecast->metric;
    row.method = some.front().forecast->method;
    row.targets = targets_;
    row.horizon = horizon;
    row.count = static_cast<int>(some.size());
    row.crps = *crps.value();
    row.bias = *bias.value();
    row.absolute_error = *error.value();
    row.coverage_50 = in_50.value();
    row.coverage_90 = in_90.value();
    row.width_90 = width.value();
    compare(some, baseline_, row);
    return row;
  }

  std::vector<Scored> scored_;
  std::vector<Scored> baseline_;
  Targets targets_;
  std::vector<int> horizons_;
};

void append_metric(const std::vector<Scored>& all, const std::string& metric, const std::string& baseline,
                   std::vector<ScoreRow>& rows) {
  std::vector<Scored> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [&](const Scored& one) { return one.forecast->metric == metric; });
  Section(some, baseline, Targets::all).append_to(rows);
  const bool shares = is_share(*some.front().forecast);
  const std::size_t charged = std::erase_if(some, [](const Scored& one) { return one.forecast->charged; });
  if (shares && charged > 0) Section(some, baseline, Targets::uncharged).append_to(rows);
}

QuestionScore question_score(const Backtest& backtest, const std::string& name) {
  QuestionScore score;
  score.name = name;
  for (const ScoredQuestion& question : backtest.questions) {
    if (question.name != name || !question.happened) continue;
    score.text = question.text;
    ++score.count;
    score.happened += *question.happened ? 1 : 0;
    score.brier += brier(question.probability, *question.happened);
  }
  score.brier /= score.count;
  const double share = static_cast<double>(score.happened) / score.count;
  score.climatology = share * (1.0 - share);
  return score;
}

}  // namespace

std::vector<QuarterScore> scores_by_quarter(const Backtest& backtest, const std::string& metric, By by) {
  const auto named = backtest.baselines.find(metric);
  const std::vector<Scored> all = scored(
      backtest, [&](const ScoredForecast& forecast) { return forecast.metric == metric && is_pooled(forecast); });
  const std::vector<Scored> baseline =
      named == backtest.baselines.end() ? std::vector<Scored>{} : of_method(all, named->second);
  const auto quarter_of = [&](const Scored& one) {
    return by == By::origin ? one.forecast->origin : one.forecast->target;
  };
  std::map<FiscalQuarter, std::vector<Scored>> groups;
  for (const Scored& one : of_method(all, backtest.method)) groups[quarter_of(one)].push_back(one);
  std::vector<QuarterScore> scores;
  for (const auto& [quarter, group] : groups) {
    Mean own, other, held;
    for (const Scored& one : group) {
      own.add(one.score.crps);
      held.add(as_number(one.score.in_90));
      const auto same = std::ranges::find(baseline, target_of(one), target_of);
      if (same != baseline.end()) other.add(same->score.crps);
    }
    scores.push_back({quarter, static_cast<int>(group.size()), *own.value(), other.value(), held.value()});
  }
  return scores;
}

std::vector<ScoreRow> scoreboard(const Backtest& backtest) {
  const std::vector<Scored> all = scored(backtest);
  std::vector<std::string> metrics;
  for (const Scored& one : all) note(metrics, one.forecast->metric);
  std::vector<ScoreRow> rows;
  for (const std::string& metric : metrics) {
    const auto baseline = backtest.baselines.find(metric);
    append_metric(all, metric, baseline == backtest.baselines.end() ? "" : baseline->second, rows);
  }
  return rows;
}

std::vector<QuestionScore> question_scores(const Backtest& backtest) {
  std::vector<std::string> names;
  for (const ScoredQuestion& question : backtest.questions) {
    if (question.happened) note(names, question.name);
  }
  std::vector<QuestionScore> scores;
  for (const std::string& name : names) scores.push_back(question_score(backtest, name));
  return scores;
}

}  // namespace wafercast
