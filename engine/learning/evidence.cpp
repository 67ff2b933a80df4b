#include <engine/learning/evidence.hpp>

#include <engine/scenario/reliance.hpp>

#include <engine/core/suggest.hpp>
#include <engine/learning/past_window.hpp>
#include <engine/simulation/simulate.hpp>
#include <engine/uncertainty/marginal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

/// A reported figure without the charge that struck it.
std::optional<double> without(const Charge& charge, const History& history, const std::string& metric,
                              FiscalQuarter quarter) {
  auto value = history.reported_at(metric, quarter);
  if (!value || charge.amount.empty()) return value;
  const auto amount = history.reported_at(charge.amount, quarter);
  const auto over = history.reported_at(charge.over, quarter);
  if (amount && over) *value += *amount / *over;
  return value;
}

double level(bool relative, double value) {
  return relative ? std::log(value) : value;
}

std::vector<std::string> metric_names(const Model& model) {
  std::vector<std::string> names;
  for (const MetricSpec& metric : model.metrics()) names.push_back(metric.name);
  return names;
}

/// The movement of each quarter of the record, oldest first.
std::vector<double> movements(const TrendEvidence& trend, const History& history) {
  std::vector<double> all;
  for (const auto& [quarter, value] : history.reported.at(trend.metric)) {
    const auto now = without(trend.charge, history, trend.metric, quarter);
    const auto before = without(trend.charge, history, trend.metric, quarter - 1);
    if (now && before) all.push_back(level(trend.relative, *now) - level(trend.relative, *before));
  }
  return all;
}

std::optional<double> mean_of_driver(const Scenario& scenario, const Model& model, const std::string& name) {
  const auto belief = std::ranges::find(scenario.drivers, name, &DriverBelief::name);
  const auto spec = std::ranges::find(model.drivers(), name, &DriverSpec::name);
  if (belief == scenario.drivers.end() || spec == model.drivers().end()) return std::nullopt;
  const double factor = belief->unit.factor_to(*Unit::parse(spec->unit)).value_or(1.0);
  return Marginal::from(scaled(belief->knots.front().value.belief, factor), spec->support).mean();
}

/// Of a product that is not sold yet on a path, a model says zero: a thousandth of what was told is far enough from it.
/// Where a movement is observed, its value is a log of growth, and no path sells nothing.
Lanes log_of_amount(const Lanes& amount, const Observation& told) {
  const double least = 1e-3 * std::exp(told.value);
  return (amount >= 0.0 && amount < least).select(Lanes::Constant(least), amount).log();
}

}  // namespace

/// A sampler that hands on z's that are there already.
class Evidence::Copy final : public Sampler {
 public:
  explicit Copy(const std::vector<int>& rows) : rows_(rows) {}
  void take_from(const LaneTable& z) { z_ = &z; }
  void fill(std::uint64_t, LaneTable& z) const override {
    for (std::size_t i = 0; i < rows_.size(); ++i) z[static_cast<int>(i)] = (*z_)[rows_[i]];
  }

 private:
  const std::vector<int>& rows_;
  const LaneTable* z_ = nullptr;
};

/// Of the series that are looked at.
std::vector<int> Evidence::rows_of(const std::vector<Term>& terms) {
  std::vector<int> rows;
  for (const Term& term : terms) {
    rows.push_back(term.row);
    if (term.before >= 0) rows.push_back(term.before);
  }
  return rows;
}

struct Evidence::Memory final : ObservationMap::Workspace {
  struct Run {
    explicit Run(const Part& part)
        : copy(part.z_rows), runner(*part.plan, *part.model, copy, nullptr, rows_of(part.terms)) {}
    Copy copy;
    BlockRunner runner;
  };
  std::vector<std::unique_ptr<Run>> runs;
};

Evidence::Evidence(const Scenario& scenario, const ModelMaker& make_model) {
  if (!scenario.conditioning) return;
  const auto is_pooled = [](const TrendEvidence& trend) { return !trend.pool.empty(); };
  pools_ = std::ranges::any_of(scenario.conditioning->trends, is_pooled);
  score_ = scenario.score;
  last_reported_ = scenario.last_reported;
  add_window(scenario, make_model);
  add_trends(scenario, make_model);
  for (Part& part : parts_) {
    part.has_later = std::ranges::any_of(
        part.terms, [&](const Term& term) { return observations_[static_cast<std::size_t>(term.observation)].later; });
  }
}

int Evidence::add_observation(std::string name, double value, double error, Scale scale) {
  scales_.push_back(scale);
  observations_.push_back({std::move(name), value, error});
  return static_cast<int>(observations_.size()) - 1;
}

void Evidence::share_draws(Part& part) {
  for (const DrawName& draw : part.plan->draws) {
    const auto same = [&](const DrawName& d) { return d.stream == draw.stream && d.step == draw.step; };
    const auto found = std::ranges::find_if(draws_, same);
    part.z_rows.push_back(static_cast<int>(found - draws_.begin()));
    if (found == draws_.end()) draws_.push_back(draw);
  }
}

void Evidence::add_window(const Scenario& scenario, const ModelMaker& make_model) {
  const Conditioning& conditioning = *scenario.conditioning;
  if (conditioning.reported.empty() && conditioning.statements.empty()) return;
  auto window = past_window(scenario, make_model, notes_);
  if (!window) return;
  window_ = window->quarters;
  Part part{.model = std::move(window->model), .plan = std::move(window->plan)};
  const FiscalQuarter first = part.plan->timeline.first();
  share_draws(part);

  Diagnostics diagnostics;
  for (const ReportedEvidence& evidence : conditioning.reported) {
    if (find_quarter(*part.plan, *part.model, evidence.metric, 0) < 0) {
      diagnostics.error(evidence.where, fmt::format("the model has no metric '{}'", evidence.metric),
                        did_you_mean(evidence.metric, metric_names(*part.model)));
      continue;
    }
    for (int q = 0; q < window_; ++q) {
      const auto value = without(evidence.charge, scenario.history, evidence.metric, first + q);
      if (!value) continue;
      if (evidence.relative && *value <= 0.0) {
        diagnostics.error(evidence.where,
                          fmt::format("'{}' of {} is {:.6g} (it is learnt from by its logarithm)", evidence.metric,
                                      to_string(first + q), *value),
                          "correct the figure, or leave the cell empty if it is not known");
        continue;
      }
      const int observation =
          add_observation(fmt::format("{} {}", evidence.metric, to_string(first + q)), level(evidence.relative, *value),
                          evidence.error, evidence.relative ? Scale::amount : Scale::share);
      part.terms.push_back({.observation = observation,
                            .row = find_quarter(*part.plan, *part.model, evidence.metric, q),
                            .relative = evidence.relative});
    }
  }
  for (const StatementEvidence& said : conditioning.statements) {
    const bool within = said.period.first_quarter() >= first && said.period.last_quarter() <= scenario.last_reported;
    if (within) add_statement(said, part, diagnostics);
  }
  diagnostics.throw_if_any();
  parts_.push_back(std::move(part));
}

void Evidence::add_trends(const Scenario& scenario, const ModelMaker& make_model) {
  const Conditioning& conditioning = *scenario.conditioning;
  if (conditioning.trends.empty() && conditioning.statements.empty()) return;
  const Scenario calm = undisturbed(scenario);
  // One posterior, whatever is shown of it.
  const Timeline ahead(scenario.calendar, scenario.last_reported, scenario.learnt_quarters);
  Part part;
  part.model = make_model(calm, ahead);
  part.plan.emplace(compile(calm, *part.model, ahead));
  share_draws(part);
  Diagnostics diagnostics;
  for (const TrendEvidence& trend : conditioning.trends) add_trend(scenario, trend, part, diagnostics);
  for (const StatementEvidence& said : conditioning.statements) {
    if (said.period.last_quarter() >= scenario.first) add_statement(said, part, diagnostics);
  }
  diagnostics.throw_if_any();
  parts_.push_back(std::move(part));
}

void Evidence::add_trend(const Scenario& scenario, const TrendEvidence& trend, Part& part, Diagnostics& diagnostics) {
  if (find_quarter(*part.plan, *part.model, trend.metric, 0) < 0) {
    diagnostics.error(trend.where, fmt::format("the model has no metric '{}'", trend.metric),
                      did_you_mean(trend.metric, metric_names(*part.model)));
    return;
  }
  const auto surprise = mean_of_driver(scenario, *part.model, trend.surprise);
  if (!surprise) {
    diagnostics.error(trend.where, fmt::format("there is no driver '{}'", trend.surprise),
                      "name the driver that says how the outlook is met");
    return;
  }
  const History& history = scenario.history;
  const auto last = without(trend.charge, history, trend.metric, scenario.last_reported);
  const auto guided = history.guided_at(trend.metric, scenario.first);
  if (!last || !guided) return;  // no outlook: nothing that a trend could start from

  // Of sales a longer quarter holds more, and the one after it less: that is no trend.
  const auto lengthening = [&](int q) {
    const double length = scenario.calendar.length_of(scenario.first + q);
    return trend.relative ? std::log(length / scenario.calendar.length_of(scenario.first + (q - 1))) : 0.0;
  };
  const double gone = history.reported_at(trend.one_off, scenario.last_reported).value_or(0.0);
  const double first =
      level(trend.relative, *guided) + *surprise - level(trend.relative, *last - gone) - lengthening(0);
  const std::vector<double> later = trend.later.after(first, movements(trend, history), scenario.learnt_quarters - 1);
  for (int q = 1; q < scenario.learnt_quarters; ++q) {
    const std::string name =
        fmt::format("{} of {} {}", trend.relative ? "growth" : "change", trend.metric, to_string(scenario.first + q));
    const int observation =
        add_observation(name, later[static_cast<std::size_t>(q - 1)] + lengthening(q),
                        trend.error * (1.0 + trend.widening * (q - 1)), trend.relative ? Scale::growth : Scale::share);
    if (pools_) observations_.back().later = true;
    if (!trend.pool.empty()) pool(trend.pool, observation - (q - 1), q);
    part.terms.push_back({.observation = observation,
                          .row = find_quarter(*part.plan, *part.model, trend.metric, q),
                          .before = find_quarter(*part.plan, *part.model, trend.metric, q - 1),
                          .relative = trend.relative});
  }
}

/// Log revenue h quarters ahead is pooled as record + w(h) · (beliefs + bias(h) − record); what is observed is growth,
/// so that into the quarter h takes w(h) of what beliefs differ by until h, less w(h − 1) of what they differed by
/// before.
void Evidence::pool(const std::vector<PooledHorizon>& earned, int first, int quarters) {
  const auto at = [&](int horizon) { return earned[std::min(static_cast<std::size_t>(horizon), earned.size()) - 1]; };
  Observation& observation = observations_[static_cast<std::size_t>(first + quarters - 1)];
  for (int q = 1; q <= quarters; ++q) {
    const double weight = at(quarters + 1).weight - (q < quarters ? at(quarters).weight : 0.0);
    const double record = observations_[static_cast<std::size_t>(first + q - 1)].value;
    observation.pooled.push_back({first + q - 1, weight, record - (at(q + 1).bias - at(q).bias)});
  }
}

/// What was said of a time beyond the horizon, or of a year whose other quarters nobody reported, cannot be compared.
void Evidence::add_statement(const StatementEvidence& said, Part& part, Diagnostics& diagnostics) {
  const auto same_metric = [&](const SeriesKey& key) { return key.metric == said.metric; };
  const auto metric = std::ranges::find_if(part.plan->series, same_metric);
  if (metric == part.plan->series.end()) {
    diagnostics.error(said.where, fmt::format("the model has no metric '{}'", said.metric),
                      did_you_mean(said.metric, metric_names(*part.model)));
    return;
  }
  if (const auto unit = Unit::parse(metric->unit); unit && !said.unit.same_dimension(*unit)) {
    diagnostics.error(
        said.where, fmt::format("'{}' is measured in '{}', not in '{}'", said.metric, metric->unit, said.unit.text()));
    return;
  }
  const int row = find_series(*part.plan, said.metric, said.period);
  if (row < 0) return;
  const int observation =
      add_observation(fmt::format("{} {}, as said on {}", said.metric, to_string(said.period), to_string(said.said)),
                      level(said.relative, said.value), said.error, said.relative ? Scale::amount : Scale::share);
  observations_.back().later = pools_ && is_of_the_company(said, score_, last_reported_);
  part.terms.push_back({.observation = observation, .row = row, .relative = said.relative});
}

std::unique_ptr<ObservationMap::Workspace> Evidence::workspace() const {
  auto memory = std::make_unique<Memory>();
  for (const Part& part : parts_) memory->runs.push_back(std::make_unique<Memory::Run>(part));
  return memory;
}

void Evidence::observe(const LaneTable& z, Workspace& workspace, LaneTable& observed, Wanted wanted) const {
  Memory& memory = static_cast<Memory&>(workspace);
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    if (parts_[p].terms.empty() || (wanted == Wanted::later && !parts_[p].has_later)) continue;
    Memory::Run& run = *memory.runs[p];
    run.copy.take_from(z);
    const SeriesBlock& series = run.runner.run(0, block_lanes);
    for (const Term& term : parts_[p].terms) {
      Lanes& value = observed[term.observation];
      value = series.values[term.row];
      if (term.relative) value = log_of_amount(value, observations_[static_cast<std::size_t>(term.observation)]);
      if (term.before >= 0) {
        const Lanes& before = series.values[term.before];
        value -= term.relative ? Lanes(before.log()) : before;
      }
    }
  }
}

}  // namespace wafercast
